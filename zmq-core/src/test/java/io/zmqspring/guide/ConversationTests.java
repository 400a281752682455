package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.LeakCheck;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B42")
@ExtendWith(LeakCheck.class)
class ConversationTests {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aPeerAnswersThePeerThatSpoke() {
        assertThat(Conversation.run(stage.context, stage.threads)).isEqualTo("Hello yourself");
    }
}
