package io.zmqspring.patterns.mesh;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The tester of the ZeroMQ guide: many nodes in one process, one of them started or stopped at random every 500 to 999 ms, while all of
 * them whisper, shout, join and leave. {@link Citizen} asserts what must hold at each event.
 */
final class MeshTester implements AutoCloseable {
    private static final int LEAST_PAUSE = 500;
    private static final int PAUSES = 500;
    private static final Duration SETTLING = Duration.ofSeconds(40);

    private final ZmqContext context = ZmqContext.create();
    private final ExecutorService listeners = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Random random;
    private final Supplier<MeshDiscovery> discovery;
    private final @Nullable Citizen[] slots;
    private final Verdict verdict = new Verdict();
    private final Set<UUID> stopped = new HashSet<>();
    private int toggles;

    MeshTester(long seed, int slots, Supplier<MeshDiscovery> discovery) {
        this.random = new Random(seed);
        this.slots = new Citizen[slots];
        this.discovery = discovery;
        clock.scheduleAtFixedRate(this::actAll, 1, 1, TimeUnit.SECONDS);
    }

    Verdict verdict() {
        return verdict;
    }

    int toggles() {
        return toggles;
    }

    /** Starts or stops nodes for that long. */
    void toggleFor(Duration time) throws InterruptedException, ExecutionException {
        Future<?> end = clock.schedule(() -> {}, time.toMillis(), TimeUnit.MILLISECONDS);
        while (!end.isDone()) {
            toggle(random.nextInt(slots.length));
            clock.schedule(() -> {}, LEAST_PAUSE + random.nextInt(PAUSES), TimeUnit.MILLISECONDS)
                    .get();
        }
    }

    private void toggle(int slot) {
        toggles++;
        Citizen there = slots[slot];
        if (there == null) {
            Citizen citizen = new Citizen(toggles, random.nextLong(), verdict, this::hasStopped);
            citizen.start(MeshNode.builder(context)
                    .name("slot-" + slot)
                    .executor(listeners)
                    .discovery(discovery.get()));
            put(slot, citizen);
        } else {
            put(slot, null);
            synchronized (stopped) {
                stopped.add(there.id());
            }
            there.stop();
        }
    }

    private void put(int slot, @Nullable Citizen citizen) {
        synchronized (slots) {
            slots[slot] = citizen;
        }
    }

    private boolean hasStopped(UUID id) {
        synchronized (stopped) {
            return stopped.contains(id);
        }
    }

    List<Citizen> citizens() {
        synchronized (slots) {
            List<Citizen> all = new ArrayList<>();
            for (Citizen citizen : slots) {
                if (citizen != null) {
                    all.add(citizen);
                }
            }
            return all;
        }
    }

    private void actAll() {
        citizens().forEach(Citizen::act);
    }

    /** Lets everything come to rest; then each knows of each other what that one knows of itself, and nothing is missing. */
    void settle() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        List<Citizen> all = citizens();
        Awaitility.await().atMost(SETTLING).untilAsserted(() -> {
            for (Citizen one : all) {
                one.assertSeesExactly(all);
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
        citizens().forEach(Citizen::stop);
        listeners.shutdown();
        context.close();
    }
}
