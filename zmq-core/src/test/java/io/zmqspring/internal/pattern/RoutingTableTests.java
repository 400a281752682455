package io.zmqspring.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Workers;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoutingTableTests {
    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://127.0.0.1:5555");

    private static Pipe pipe() {
        return Pipe.create(ENDPOINT, true, SocketOptions.defaults(), Instant.EPOCH);
    }

    private static Pipe added(RoutingTable table) {
        Pipe pipe = pipe();
        table.add(pipe);
        return pipe;
    }

    @Test
    void findsNothingWhileItIsEmpty() {
        RoutingTable table = new RoutingTable(1);
        assertThat(table.find(0)).isNull();
        assertThat(table.find(1)).isNull();
        assertThat(table.pipes()).isEmpty();
        assertThat(table.remove(pipe())).isFalse();
    }

    @Test
    @Tag("S-PEER-04")
    void countsIdsUpFromItsStart() {
        RoutingTable table = new RoutingTable(1000);
        assertThat(IntStream.range(0, 100).map(i -> added(table).routingId()))
                .containsExactlyElementsOf(IntStream.range(1000, 1100).boxed().toList());
    }

    @Test
    @Tag("S-PEER-04")
    void skipsZeroWhenItStartsThere() {
        assertThat(added(new RoutingTable(0)).routingId()).isEqualTo(1);
    }

    @Test
    @Tag("S-PEER-04")
    @Tag("F-33")
    void skipsZeroWhenIdsWrapAround() {
        RoutingTable table = new RoutingTable(-3); // unsigned, three below the end
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Pipe pipe = added(table);
            ids.add(pipe.routingId());
            assertThat(table.find(pipe.routingId())).isSameAs(pipe);
        }
        assertThat(ids).containsExactly(-3, -2, -1, 1, 2, 3);
        assertThat(table.find(0)).isNull();
    }

    @Test
    @Tag("S-PEER-02")
    @Tag("F-33")
    void skipsIdsInUseWhenItComesRound() throws ReflectiveOperationException {
        RoutingTable table = new RoutingTable(5);
        Pipe five = added(table);
        Pipe six = added(table);
        Pipe seven = added(table);
        table.remove(six);
        fourBillionPeersLater(table, 4);
        assertThat(added(table).routingId()).isEqualTo(4);
        assertThat(added(table).routingId()).as("free again").isEqualTo(6);
        assertThat(added(table).routingId()).isEqualTo(8);
        assertThat(table.find(5)).isSameAs(five);
        assertThat(table.find(7)).isSameAs(seven);
    }

    private static void fourBillionPeersLater(RoutingTable table, int nextId) throws ReflectiveOperationException {
        Field lastId = RoutingTable.class.getDeclaredField("lastId");
        lastId.setAccessible(true);
        lastId.setInt(table, nextId - 1);
    }

    @Test
    void forgetsWhatIsRemovedAndNothingElse() {
        RoutingTable table = new RoutingTable(1);
        Pipe one = added(table);
        Pipe two = added(table);
        assertThat(table.remove(one)).isTrue();
        assertThat(table.remove(one)).isFalse();
        assertThat(table.find(one.routingId())).isNull();
        assertThat(table.find(two.routingId())).isSameAs(two);
        assertThat(table.pipes()).containsExactly(two);
    }

    @Test
    void givesARemovedIdToNobodySoon() {
        RoutingTable table = new RoutingTable(1);
        Pipe one = added(table);
        table.remove(one);
        assertThat(added(table).routingId()).isNotEqualTo(one.routingId());
    }

    @Test
    @Tag("S-PEER-36")
    void holdsTenThousandPeers() {
        RoutingTable table = new RoutingTable(-5000);
        List<Pipe> pipes =
                IntStream.range(0, 10_000).mapToObj(i -> added(table)).toList();
        assertThat(pipes).extracting(Pipe::routingId).doesNotHaveDuplicates().doesNotContain(0);
        assertThat(pipes)
                .allSatisfy(pipe -> assertThat(table.find(pipe.routingId())).isSameAs(pipe));
        assertThat(table.pipes()).hasSize(10_000);
        pipes.forEach(pipe -> assertThat(table.remove(pipe)).isTrue());
        assertThat(table.pipes()).isEmpty();
        assertThat(pipes)
                .allSatisfy(pipe -> assertThat(table.find(pipe.routingId())).isNull());
    }

    /** A linear search would take a thousand times as long. */
    @Test
    @Tag("S-PEER-36")
    @Tag("A-07")
    void findsOneOfTenThousandAboutAsFastAsOneOfTen() {
        RoutingTable small = new RoutingTable(1);
        IntStream.range(0, 10).forEach(i -> added(small));
        RoutingTable large = new RoutingTable(1);
        IntStream.range(0, 10_000).forEach(i -> added(large));
        long smallNanos = Long.MAX_VALUE;
        long largeNanos = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) { // the best counts: the machine may be busy with something else
            smallNanos = Math.min(smallNanos, nanosOfLookups(small, 10));
            largeNanos = Math.min(largeNanos, nanosOfLookups(large, 10_000));
        }
        assertThat(largeNanos).isLessThan(smallNanos * 50 + 1_000_000);
    }

    private static long nanosOfLookups(RoutingTable table, int ids) {
        long begin = System.nanoTime();
        for (int i = 0; i < 200_000; i++) {
            if (table.find(1 + i % ids) == null) {
                throw new AssertionError("id " + (1 + i % ids) + " is not found");
            }
        }
        return System.nanoTime() - begin;
    }

    @Test
    void doesWhatAMapDoesThroughALongLifeOfComingAndGoing() {
        SplittableRandom random = Scale.random("RoutingTableTests");
        RoutingTable table = new RoutingTable(-30_000);
        Map<Integer, Pipe> model = new HashMap<>();
        List<Pipe> live = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (live.isEmpty() || random.nextInt(100) < (i % 20_000 < 10_000 ? 60 : 40)) {
                Pipe pipe = added(table);
                assertThat(model.put(pipe.routingId(), pipe)).isNull();
                live.add(pipe);
            } else {
                Pipe gone = live.remove(random.nextInt(live.size()));
                assertThat(table.remove(gone)).isTrue();
                model.remove(gone.routingId());
            }
            int asked = -30_000 + random.nextInt(60_000);
            assertThat(table.find(asked)).isSameAs(model.get(asked));
        }
        assertThat(table.pipes()).containsExactlyInAnyOrderElementsOf(live);
    }

    /** Readers take no lock: a peer that stays is found at every moment while others come and go. */
    @Test
    void alwaysFindsAPeerThatStaysWhileOthersComeAndGo() {
        RoutingTable table = new RoutingTable(1);
        Pipe stays = added(table);
        AtomicBoolean done = new AtomicBoolean();
        try (Workers workers = new Workers()) {
            for (int i = 0; i < 2; i++) {
                workers.run("reader " + i, () -> {
                    while (!done.get()) {
                        assertThat(table.find(stays.routingId())).isSameAs(stays);
                        assertThat(table.find(0)).isNull();
                    }
                });
            }
            workers.run("writer", () -> {
                try {
                    List<Pipe> others = new ArrayList<>();
                    for (int i = 0; i < Scale.of(50_000); i++) {
                        others.add(added(table));
                        if (others.size() > 50) {
                            table.remove(others.remove(i % others.size()));
                        }
                    }
                } finally {
                    done.set(true);
                }
            });
            workers.join();
        }
    }
}
