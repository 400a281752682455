package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;

/** Talking to the PEER socket of JeroMQ, which greets as ZMTP 3.0. */
@ExtendWith(LeakCheck.class)
class JeroMqInteropTests {
    private static final long SEED = Scale.seed("JeroMqInteropTests");
    private static final int MESSAGES = Scale.of(100_000);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final Workers workers = new Workers();

    @AutoClose
    private final JeroMqPeer theirs = new JeroMqPeer();

    private final PeerSocket ours = context.peer(TestOptions.quick().build());

    /** JeroMQ's PEER; its routing ids are on its messages only, below its public interface. */
    private static final class JeroMqPeer implements AutoCloseable {
        private final ZContext context = new ZContext();
        private final ZMQ.Socket socket = context.createSocket(SocketType.PEER);

        JeroMqPeer() {
            // Now and then JeroMQ 0.6.0 never greets on a connection it makes, whoever is at the other end. Then it has
            // to
            // start anew, which by default it does after half a minute.
            socket.setHandshakeIvl(300);
            socket.setReceiveTimeOut(10_000);
            socket.setSendTimeOut(10_000);
            socket.setLinger(0);
        }

        String bind() {
            assertThat(socket.bind("tcp://127.0.0.1:*")).isTrue();
            return socket.getLastEndpoint();
        }

        int connect(String endpoint) {
            return socket.connectPeer(endpoint);
        }

        void send(int id, byte[] body) {
            Msg message = new Msg(body);
            message.setRoutingId(id);
            assertThat(socket.base().send(message, 0))
                    .as("sent; errno " + socket.errno())
                    .isTrue();
        }

        Msg receive() {
            Msg message = socket.base().recv(0);
            assertThat(message).as("received; errno " + socket.errno()).isNotNull();
            return message;
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Test
    @Tag("Z-038")
    @Tag("S-PEER-31")
    void exchanges100000MessagesEachWayWhenOursBinds() {
        int theirId = theirs.connect(ours.bind("tcp://127.0.0.1:*").toString());
        theirs.send(theirId, "here I am".getBytes());
        Message first = ours.receive();
        assertThat(first.sender().properties()).containsEntry("Socket-Type", "PEER");
        exchange(first.routingId(), theirId);
    }

    @Test
    @Tag("Z-038")
    @Tag("S-PEER-31")
    void exchanges100000MessagesEachWayWhenTheirsBinds() {
        int ourId = ours.connect(theirs.bind());
        ours.send(ourId, Message.of("here I am"));
        Msg first = theirs.receive();
        assertThat(new String(first.data())).isEqualTo("here I am");
        exchange(ourId, first.getRoutingId());
    }

    private void exchange(int ourId, int theirId) {
        Ledger there = new Ledger(SEED, 1, 300);
        Ledger.Reader theirReader = there.reader();
        workers.run("JeroMQ receives", () -> {
            for (int i = 0; i < MESSAGES; i++) {
                theirReader.enter(theirs.receive().data());
            }
        });
        for (int i = 0; i < MESSAGES; i++) {
            ours.send(ourId, Message.wrap(there.next(0)));
        }
        workers.join();
        there.assertPerfect();

        Ledger back = new Ledger(SEED + 1, 1, 300);
        Ledger.Reader ourReader = back.reader();
        workers.run("JeroMQ sends", () -> {
            for (int i = 0; i < MESSAGES; i++) {
                theirs.send(theirId, Message.wrap(back.next(0)).body());
            }
        });
        for (int i = 0; i < MESSAGES; i++) {
            ourReader.enter(ours.receive().body());
        }
        workers.join();
        back.assertPerfect();

        Ledger echoed = new Ledger(SEED + 2, 1, 100_000);
        Ledger.Reader echoReader = echoed.reader();
        int echoes = 1000;
        workers.run("JeroMQ echoes", () -> {
            for (int i = 0; i < echoes; i++) {
                Msg message = theirs.receive();
                assertThat(message.getRoutingId()).isEqualTo(theirId);
                theirs.send(theirId, message.data());
            }
        });
        for (int i = 0; i < echoes; i++) {
            ours.send(ourId, Message.wrap(echoed.next(0)));
            Message echo = ours.receive();
            assertThat(echo.routingId()).isEqualTo(ourId);
            echoReader.enter(echo.body());
        }
        workers.join();
        echoed.assertPerfect();
        assertThat(ours.tryReceive()).isNull();
        assertThat(ours.stats().reconnects()).isZero();
        Books.assertBalanced(ours);
    }

    @Test
    @Tag("S-PEER-20")
    @Tag("S-ALL-08")
    void queuesForAJeroMqThatIsRestarted() {
        String endpoint;
        int ourId;
        try (JeroMqPeer first = new JeroMqPeer()) {
            endpoint = first.bind();
            ourId = ours.connect(endpoint);
            ours.send(ourId, Message.of("to the first"));
            assertThat(new String(first.receive().data())).isEqualTo("to the first");
        }
        Until.isTrue("the connection is lost", () -> ours.stats().connections() == 0);
        for (int i = 0; i < 100; i++) {
            ours.send(ourId, Message.of("" + i));
        }
        assertThat(theirs.socket.bind(endpoint)).isTrue();
        for (int i = 0; i < 100; i++) {
            Msg message = theirs.receive();
            assertThat(new String(message.data())).isEqualTo("" + i);
            theirs.send(message.getRoutingId(), message.data());
            assertThat(ours.receive().routingId()).isEqualTo(ourId);
        }
    }

    /** Heartbeats are of ZMTP 3.1: a 3.0 peer is sent none, and is not given up for not answering. */
    @Test
    @Tag("Z-185")
    void isNotDisturbedByOurHeartbeats() {
        Duration interval = Duration.ofMillis(20);
        PeerSocket beating = context.peer(
                TestOptions.quick().heartbeat(Heartbeat.every(interval)).build());
        int ourId = beating.connect(theirs.bind());
        beating.send(ourId, Message.of("one"));
        theirs.receive();
        Until.stays(
                "the connection",
                interval.multipliedBy(10),
                () -> beating.stats().connections() == 1);
        beating.send(ourId, Message.of("two"));
        assertThat(new String(theirs.receive().data())).isEqualTo("two");
        assertThat(beating.stats().reconnects()).isZero();
    }
}
