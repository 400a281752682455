package io.zmqspring.internal.pattern;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.SocketOptions;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Subscriptions that change, and subscribers that go, while messages are matched: each call finds what it would find if there were
 * some order of the calls, and the first and the last of a topic are told once.
 */
@Param(name = "peer", gen = IntGen.class, conf = "0:1")
@Param(name = "length", gen = IntGen.class, conf = "1:2")
public class XPubLincheckTests {
    private static final String TOPIC = "ab";

    private final XPubPattern pattern = new XPubPattern(true, PubSubOptions.DEFAULT);
    private final Pipe[] pipes = new Pipe[2];

    /** Begins with two peers that want nothing yet. */
    public XPubLincheckTests() {
        for (int i = 0; i < pipes.length; i++) {
            pipes[i] = Pipe.create(Endpoint.parse("inproc://a"), true, SocketOptions.defaults(), Instant.EPOCH);
            pattern.attach(pipes[i]);
            pattern.connected(pipes[i]);
        }
    }

    private static byte[] topic(int length) {
        return TOPIC.substring(0, length).getBytes(StandardCharsets.UTF_8);
    }

    @Operation
    public boolean subscribe(@Param(name = "peer") int peer, @Param(name = "length") int length) {
        return pattern.subscription(pipes[peer], new Subscription(Subscription.Kind.SUBSCRIBE, topic(length)));
    }

    @Operation
    public boolean cancel(@Param(name = "peer") int peer, @Param(name = "length") int length) {
        return pattern.subscription(pipes[peer], new Subscription(Subscription.Kind.CANCEL, topic(length)));
    }

    @Operation
    public void leave(@Param(name = "peer") int peer) {
        pattern.disconnected(pipes[peer]);
    }

    /** How many peers a message would go to. */
    @Operation
    public int match(@Param(name = "length") int length) {
        return pattern.subscribers(topic(length));
    }

    @Operation
    public String send() {
        return pattern.send(Message.of(TOPIC)).toString();
    }

    @Operation
    public int topics() {
        return pattern.topics();
    }

    /** What an XPUB hears of all this. */
    @Operation
    public String receive() {
        Message notice = pattern.receive();
        return notice == null ? "nothing" : notice.body()[0] + notice.text().substring(1);
    }

    @Test
    void interleavings() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(5)
                .invocationsPerIteration(50)
                .check(XPubLincheckTests.class);
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(5)
                .invocationsPerIteration(500)
                .check(XPubLincheckTests.class);
    }
}
