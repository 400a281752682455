package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Traffic;
import org.junit.jupiter.api.Test;

class RateMeterTests {
    private static final long SECOND = 1_000_000_000;

    @Test
    void countsPerSecond() {
        RateMeter meter = new RateMeter(traffic(100, 50), 0);
        meter.update(traffic(100, 50), 0);
        assertThat(meter.received()).isZero();

        meter.update(traffic(110, 52), 2 * SECOND);
        assertThat(meter.received()).isEqualTo(5);
        assertThat(meter.sent()).isEqualTo(1);
    }

    @Test
    void keepsTheLastMinute() {
        RateMeter meter = new RateMeter(Traffic.NONE, 0);
        for (int second = 1; second <= 70; second++) {
            meter.update(traffic(second * 3L, second), second * SECOND);
        }
        assertThat(meter.history().received()).hasSize(60).containsOnly(3.0);
        assertThat(meter.history().sent()).hasSize(60).containsOnly(1.0);
        assertThat(meter.history().incomingQueue()).hasSize(60).containsOnly(0.0);
    }

    private static Traffic traffic(long received, long sent) {
        return new Traffic(sent, 0, sent, 0, received, 0, received, 0, 0, 0);
    }
}
