package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B14")
@ExtendWith(LeakCheck.class)
class EnvelopesTests {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void theSubscriberOfOneTopicGetsItsMessagesWholeAndNoOthers() {
        PubSocket publisher = stage.context.pub(TestOptions.quick().build());
        String endpoint = publisher.bind("tcp://127.0.0.1:*").toString();
        stage.threads.execute(() -> Envelopes.publish(publisher));

        assertThat(Envelopes.collect(stage.context, endpoint, "B", 100))
                .allSatisfy(message -> assertThat(message.frames())
                        .containsExactly("B".getBytes(), "we would like to see this".getBytes()));
    }

    @Test
    void theTopicIsComparedWithTheFirstFrameOnly() {
        PubSocket publisher = stage.context.pub(TestOptions.quick().build());
        publisher.bind("inproc://publisher");
        SubSocket subscriber = stage.context.sub(TestOptions.quick().build());
        subscriber.connect("inproc://publisher");
        subscriber.subscribe("AB");
        publisher.send(Message.ofTexts("A", "B"));
        publisher.send(Message.ofTexts("key", "AB", "data"));
        publisher.send(Message.ofTexts("ABC", "address", "data"));

        assertThat(subscriber.receive().frames())
                .containsExactly("ABC".getBytes(), "address".getBytes(), "data".getBytes());
        assertThat(subscriber.tryReceive()).isNull();
    }
}
