package io.zmqspring.internal.zmtp;

import static io.zmqspring.internal.zmtp.Heartbeats.Action.GIVE_UP;
import static io.zmqspring.internal.zmtp.Heartbeats.Action.NOTHING;
import static io.zmqspring.internal.zmtp.Heartbeats.Action.PING;
import static io.zmqspring.internal.zmtp.Heartbeats.Action.SIGN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.Heartbeat;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.testkit.Hex;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats with a clock that is moved by hand, and that is about to wrap. */
class HeartbeatsTests {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private long now = START;

    private void advance(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private Heartbeats every(long intervalMillis, long timeoutMillis) {
        return new Heartbeats(
                new Heartbeat(Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis), Duration.ZERO),
                true,
                now);
    }

    @Test
    @Tag("Z-186")
    void pingsOncePerIntervalFromTheHandshakeOn() {
        Heartbeats heartbeats = every(1000, 0);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(999);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
    }

    @Test
    @Tag("Z-187")
    void neverPingsByDefault() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        advance(Duration.ofDays(365).toMillis());
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        assertThat(heartbeats.untilNextCheck(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Tag("Z-185")
    void neverPingsA30Peer() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.every(Duration.ofMillis(10)), false, now);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        assertThat(heartbeats.untilNextCheck(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Tag("Z-190")
    void givesUpWhenNothingIsHeardAfterAPing() {
        Heartbeats heartbeats = every(1000, 300);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        assertThat(heartbeats.untilNextCheck(now))
                .isEqualTo(Duration.ofMillis(300).toNanos());
        advance(299);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @Test
    @Tag("Z-190")
    void aTimeoutLongerThanTheIntervalRunsFromTheFirstPingThatWasNotAnswered() {
        Heartbeats heartbeats = every(1000, 2500);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        advance(499);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @Test
    @Tag("Z-190")
    void theTimeoutOfHeartbeatEveryIsItsInterval() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.every(Duration.ofSeconds(1)), true, now);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        advance(1000);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @Test
    @Tag("Z-191")
    void aTimeoutOfZeroWaitsForEver() {
        Heartbeats heartbeats = every(1000, 0);
        for (int i = 0; i < 1000; i++) {
            advance(1000);
            assertThat(heartbeats.check(now)).isEqualTo(PING);
        }
    }

    @Test
    @Tag("Z-192")
    void whateverIsHeardCancelsTheTimeout() {
        Heartbeats heartbeats = every(1000, 300);
        for (int i = 0; i < 100; i++) {
            advance(i == 0 ? 1000 : 700);
            assertThat(heartbeats.check(now)).isEqualTo(PING);
            advance(299);
            heartbeats.onTraffic();
            advance(1);
            assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        }
    }

    @Test
    @Tag("Z-194")
    void givesUpAfterTheTimeToLiveThatThePeerAskedFor() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        heartbeats.onTraffic();
        heartbeats.onPing(3, now);
        assertThat(heartbeats.untilNextCheck(now))
                .isEqualTo(Duration.ofMillis(300).toNanos());
        advance(299);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 655, 656, 660, 32_767, 32_768, 65_535})
    @Tag("Z-195")
    void countsATimeToLiveInFullWidth(int ttl) {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        heartbeats.onPing(ttl, now);
        advance(ttl * 100L - 1);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        advance(1);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @Test
    @Tag("Z-196")
    void whateverIsHeardCancelsTheTimeToLiveUntilTheNextPing() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        heartbeats.onPing(3, now);
        advance(200);
        heartbeats.onTraffic();
        advance(1_000_000);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        assertThat(heartbeats.untilNextCheck(now)).isEqualTo(Long.MAX_VALUE);
        heartbeats.onPing(3, now);
        advance(300);
        assertThat(heartbeats.check(now)).isEqualTo(GIVE_UP);
    }

    @Test
    @Tag("Z-197")
    void aTimeToLiveOfZeroAsksForNothing() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        heartbeats.onPing(0, now);
        advance(Duration.ofDays(365).toMillis());
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
    }

    @Test
    @Tag("Z-199")
    void pingsThatHadToWaitAreNotMadeUpFor() {
        Heartbeats heartbeats = every(100, 0);
        advance(10_000);
        assertThat(heartbeats.check(now)).isEqualTo(PING);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
    }

    // ---- at rest -------------------------------------------------------------------------------------------------

    /** Nothing is known of a connection that has just begun. */
    @Test
    void whoDoesNotReadGivesSignsOfLife() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        advance(3);
        heartbeats.rest(now);
        for (int i = 0; i < 100; i++) {
            assertThat(heartbeats.untilNextCheck(now))
                    .isEqualTo(Duration.ofMillis(50).toNanos());
            assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
            advance(50);
            assertThat(heartbeats.check(now)).isEqualTo(SIGN);
        }
        heartbeats.listen(now);
        advance(1_000_000);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
        assertThat(heartbeats.untilNextCheck(now)).isEqualTo(Long.MAX_VALUE);
    }

    /** Its timeout is the interval at least, so half the interval is in time, whatever it was when it could last be seen. */
    @ParameterizedTest
    @CsvSource({"400, 0, 200", "2000, 1, 500", "2999, 2, 499", "10000, 100, 50", "3600000, 0, 1800000"})
    void signsComeTwiceInTheTimeInWhichThePeerPings(long listened, int pings, long sign) {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        advance(listened);
        for (int i = 0; i < pings; i++) {
            heartbeats.onPing(0, now);
        }
        heartbeats.rest(now);
        assertThat(Duration.ofNanos(heartbeats.untilNextCheck(now)).toMillis()).isEqualTo(sign);
    }

    /** PINGs that waited unread meanwhile must not be missed in the reckoning. */
    @Test
    void theTimeOfRestTellsNothingOfThePeersPings() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, true, now);
        for (int i = 0; i < 10; i++) {
            advance(30);
            heartbeats.rest(now);
            advance(60_000);
            heartbeats.listen(now);
        }
        heartbeats.rest(now);
        assertThat(heartbeats.untilNextCheck(now))
                .isEqualTo(Duration.ofMillis(150).toNanos());
    }

    @Test
    void ourOwnPingsAreSignsToo() {
        Heartbeats heartbeats = every(40, 0);
        heartbeats.rest(now);
        for (int i = 0; i < 10; i++) {
            advance(40);
            assertThat(heartbeats.check(now)).isEqualTo(PING);
        }
    }

    @Test
    void whoDoesNotReadGivesNobodyUp() {
        Heartbeats heartbeats = every(1000, 1000);
        heartbeats.onPing(1, now);
        heartbeats.rest(now);
        for (int i = 0; i < 10; i++) {
            advance(1000);
            assertThat(heartbeats.check(now)).isEqualTo(PING);
        }
        heartbeats.listen(now);
        advance(999);
        assertThat(heartbeats.check(now)).isEqualTo(NOTHING);
    }

    @Test
    void aPeerThatKnowsNoHeartbeatsGetsNoSigns() {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF, false, now);
        heartbeats.rest(now);
        assertThat(heartbeats.untilNextCheck(now)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"0, 00 00", "99, 00 00", "100, 00 01", "1050, 00 0a", "65600, 02 90", "6553500, ff ff", "6553599, ff ff"
    })
    @Tag("Z-176")
    @Tag("Z-188")
    @Tag("Z-189")
    void sendsItsTimeToLiveInTenthsRoundedDown(long millis, String octets) {
        Heartbeats heartbeats = new Heartbeats(Heartbeat.OFF.withTtl(Duration.ofMillis(millis)), true, now);
        assertThat(Hex.text(FrameEncoder.command(heartbeats.ping()))).isEqualTo("04 07 04 50 49 4e 47 " + octets);
    }

    @Test
    @Tag("Z-189")
    void aTimeToLiveThatTheWireCannotSayIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Heartbeat.OFF.withTtl(Duration.ofMillis(6_553_600)))
                .withMessageContaining("PT1H49M13.6S")
                .withMessageContaining("PT1H49M13.599S");
    }
}
