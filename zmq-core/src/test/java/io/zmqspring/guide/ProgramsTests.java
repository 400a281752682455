package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.ZmqClosedException;
import io.zmqspring.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ProgramsTests {
    @Test
    void aProgramEndsWithItsContextAndLeavesNothingBehind() {
        LeakCheck check = LeakCheck.baseline();
        Programs.main(new String[0]);
        check.verify();
    }

    @Test
    void onlyTheEndOfItsSocketsEndsAProgramInSilence() {
        Programs.untilClosed(Runnable::run).execute(() -> {
            throw new ZmqClosedException("over");
        });
        assertThatThrownBy(() -> Programs.untilClosed(Runnable::run).execute(() -> {
                    throw new IllegalStateException("a mistake");
                }))
                .hasMessage("a mistake");
    }
}
