package io.zmqspring.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerEventsTests {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final List<Object> events = new CopyOnWriteArrayList<>();
    private OneListener one;

    @AfterEach
    void close() {
        one.close();
    }

    private void listen(ZmqMessageListener listener, Duration idle) {
        one = new OneListener(listener).start(settings -> {
            settings.setApplicationEventPublisher(events::add);
            settings.setIdleEventInterval(idle);
        });
    }

    @Test
    @Tag("SPR-53")
    void aStopIsAnEventWithoutReason() {
        listen(message -> null, null);

        one.container.stop();
        one.container.stop();

        assertThat(events).containsExactly(new ZmqListenerStoppedEvent(one.container, null));
    }

    @Test
    @Tag("SPR-53")
    @Tag("SPR-66")
    void anErrorIsAnEventWithItsReason() {
        NoClassDefFoundError error = new NoClassDefFoundError("on purpose");
        listen(
                message -> {
                    throw error;
                },
                null);

        one.arrive("a");

        await().untilAsserted(
                        () -> assertThat(events).containsExactly(new ZmqListenerStoppedEvent(one.container, error)));
        one.container.stop();
        assertThat(events).hasSize(1);
    }

    @Test
    @Tag("SPR-52")
    void nothingReceivedForAWhileIsAnEventEachTime() {
        listen(message -> null, INTERVAL);

        await().untilAsserted(() -> assertThat(events).hasSizeGreaterThan(1));
        ZmqListenerIdleEvent first = (ZmqListenerIdleEvent) events.get(0);
        ZmqListenerIdleEvent second = (ZmqListenerIdleEvent) events.get(1);
        assertThat(first.container()).isSameAs(one.container);
        assertThat(first.idle()).isGreaterThanOrEqualTo(INTERVAL);
        assertThat(second.idle()).isGreaterThanOrEqualTo(first.idle().plus(INTERVAL));

        one.container.stop();
        events.clear();
        await().during(INTERVAL.multipliedBy(3))
                .untilAsserted(() -> assertThat(events).isEmpty());
    }

    @Test
    @Tag("SPR-52")
    void aMessageEndsTheIdlenessAndAPausedContainerIsNotIdle() {
        listen(message -> null, INTERVAL);
        await().untilAsserted(() -> assertThat(events).hasSizeGreaterThan(6));
        Duration before = ((ZmqListenerIdleEvent) events.get(6)).idle();

        one.arrive("a");
        await().untilAsserted(() -> assertThat(one.container.getReceivedCount()).isEqualTo(1));
        events.clear();
        await().untilAsserted(() -> assertThat(events)
                .anySatisfy(event ->
                        assertThat(((ZmqListenerIdleEvent) event).idle()).isLessThan(before)));

        one.container.pause();
        events.clear();
        await().during(INTERVAL.multipliedBy(3))
                .untilAsserted(() -> assertThat(events).hasSizeLessThan(2));
    }

    @Test
    void anIntervalIsMoreThanZero() {
        one = new OneListener(message -> null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.container.setIdleEventInterval(Duration.ZERO))
                .withMessageContaining("more than zero");
    }
}
