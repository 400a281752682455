package io.zmqspring.spring.listener;

import static io.zmqspring.spring.listener.OneListener.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerOrderTests {
    private static final int A = 1;
    private static final int B = 2;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private OneListener one;

    @AfterEach
    void close() {
        go.countDown();
        one.close();
    }

    private void listen(int concurrency, ZmqMessageListener listener) {
        one = new OneListener(listener);
        one.container.setConcurrency(concurrency);
        one.socket.peer(A, PeerState.CONNECTED, Map.of()).peer(B, PeerState.CONNECTED, Map.of());
    }

    private void arrive(int sender, String... bodies) {
        List.of(bodies).forEach(body -> one.socket.arrive(sender, Message.of(body)));
    }

    /** The first message of A waits for "go". */
    private Object firstOfAWaits(org.springframework.messaging.Message<byte[]> message) throws Exception {
        if (text(message).equals("a0")) {
            go.await();
        }
        seen.add(text(message));
        return null;
    }

    @Test
    @Tag("SPR-27")
    void severalThreadsKeepTheMessagesOfEachSenderInOrder() {
        Map<Object, List<Integer>> bySender = new ConcurrentHashMap<>();
        listen(4, message -> {
            bySender.computeIfAbsent(
                            message.getHeaders().get(ZmqHeaders.ROUTING_ID), sender -> new CopyOnWriteArrayList<>())
                    .add(Integer.valueOf(text(message)));
            return null;
        });
        int senders = 5;
        int each = 1000;
        IntStream.rangeClosed(1, senders).forEach(sender -> one.socket.peer(sender, PeerState.CONNECTED, Map.of()));
        one.container.start();

        IntStream.range(0, each)
                .forEach(i -> IntStream.rangeClosed(1, senders).forEach(sender -> arrive(sender, "" + i)));

        await().untilAsserted(() -> assertThat(one.container.getReceivedCount()).isEqualTo(senders * each));
        one.container.stop();
        List<Integer> inOrder = IntStream.range(0, each).boxed().toList();
        assertThat(bySender).hasSize(senders);
        assertThat(bySender.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(inOrder));
    }

    @Test
    @Tag("SPR-27")
    void differentSendersAreHandledAtOnceThoughOneIsBusyWithManyWaiting() {
        listen(2, this::firstOfAWaits);
        one.container.start();

        arrive(A, "a0", "a1", "a2");
        arrive(B, "b0", "b1");

        await().untilAsserted(() -> assertThat(seen).containsExactly("b0", "b1"));
        go.countDown();
        await().untilAsserted(() -> assertThat(seen).containsExactly("b0", "b1", "a0", "a1", "a2"));
    }

    @Test
    @Tag("SPR-57")
    void noMoreMessagesWaitForABusySenderThanTheHandOverAllows() {
        listen(3, this::firstOfAWaits);
        one.container.setHandOver(4);
        one.container.start();
        List<String> all = IntStream.range(0, 50).mapToObj(i -> "a" + i).toList();

        arrive(A, all.toArray(new String[0]));

        await().until(() -> one.socket.unread() == 50 - 1 - 4);
        await().during(Duration.ofMillis(150)).until(() -> one.socket.unread() == 50 - 1 - 4);
        go.countDown();
        await().untilAsserted(() -> assertThat(seen).isEqualTo(all));
    }

    @Test
    @Tag("SPR-51")
    void whatWaitsForABusySenderIsHandledBeforeTheContainerHasStopped() {
        listen(2, this::firstOfAWaits);
        one.container.start();
        arrive(A, "a0", "a1", "a2");
        await().until(() -> one.socket.unread() == 0);

        CountDownLatch stopped = new CountDownLatch(1);
        one.container.stop(stopped::countDown);
        arrive(B, "too late");
        go.countDown();

        await().until(() -> stopped.getCount() == 0);
        assertThat(seen).containsExactly("a0", "a1", "a2");
    }

    @Test
    @Tag("SPR-66")
    void whatWaitsBehindAnErrorIsKeptForTheNextStart() {
        listen(2, message -> {
            if (text(message).equals("a0")) {
                go.await();
                throw new NoClassDefFoundError("on purpose");
            }
            seen.add(text(message));
            return null;
        });
        one.container.start();
        arrive(A, "a0", "a1", "a2");
        await().until(() -> one.socket.unread() == 0);

        go.countDown();
        await().until(() -> !one.container.isRunning());
        arrive(A, "a3");
        assertThat(seen).isEmpty();
        one.container.start();

        await().untilAsserted(() -> assertThat(seen).containsExactly("a1", "a2", "a3"));
    }

    @Test
    @Tag("SPR-27")
    void withoutOrderOneSendersMessagesAreHandledAtOnce() {
        CyclicBarrier both = new CyclicBarrier(2);
        listen(2, message -> {
            both.await(30, TimeUnit.SECONDS);
            seen.add(text(message));
            return null;
        });
        one.container.setOrdering(Ordering.NONE);
        one.container.start();

        arrive(A, "a0", "a1");

        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a0", "a1"));
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        listen(1, this::firstOfAWaits);
        assertThatIllegalArgumentException().isThrownBy(() -> one.container.setHandOver(0));
        assertThatIllegalArgumentException().isThrownBy(() -> one.container.setBatchSize(0));
    }
}
