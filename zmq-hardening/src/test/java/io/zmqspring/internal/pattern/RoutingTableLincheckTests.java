package io.zmqspring.internal.pattern;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.internal.pipe.Pipe;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The table that every send reads without a lock, while peers come and go. */
@Param(name = "peer", gen = IntGen.class, conf = "0:3")
public class RoutingTableLincheckTests {
    private static final Endpoint ENDPOINT = Endpoint.parse("inproc://a");

    private final RoutingTable table = new RoutingTable(1);
    private final Pipe[] pipes = new Pipe[4];

    /** Begins with four peers, whose ids are 1 to 4. */
    public RoutingTableLincheckTests() {
        for (int i = 0; i < pipes.length; i++) {
            pipes[i] = Pipe.create(ENDPOINT, true, SocketOptions.defaults(), Instant.EPOCH);
            table.add(pipes[i]);
        }
    }

    @Operation
    public void come() {
        table.add(Pipe.create(ENDPOINT, true, SocketOptions.defaults(), Instant.EPOCH));
    }

    @Operation
    public boolean go(@Param(name = "peer") int peer) {
        return table.remove(pipes[peer]);
    }

    @Operation
    public boolean find(@Param(name = "peer") int peer) {
        return table.find(peer + 1) == pipes[peer];
    }

    @Test
    void interleavings() {
        new ModelCheckingOptions()
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(5)
                .invocationsPerIteration(200)
                .check(RoutingTableLincheckTests.class);
    }
}
