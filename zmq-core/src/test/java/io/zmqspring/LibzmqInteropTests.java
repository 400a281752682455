package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Security;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Python;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Meeting libzmq through its Python binding. Distributions build it without PEER, so what can be seen is that the other
 * types are refused, on both sides, and that nobody else notices; and STREAM, which speaks no ZMTP. RADIO and DISH it has
 * not either, so that datagrams are tried octet by octet alone.
 */
@ExtendWith(LeakCheck.class)
class LibzmqInteropTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    @BeforeAll
    static void needsPython() {
        assumeTrue(Python.hasZmq(), Python.MISSING);
    }

    /** A Python process with a libzmq socket and its monitor. */
    private static final class Libzmq implements AutoCloseable {
        private static final String BEGIN = """
                import sys, zmq
                from zmq.utils.monitor import recv_monitor_message
                names = {v: k[6:] for k, v in vars(zmq).items() if k.startswith('EVENT_') and isinstance(v, int)}
                ctx = zmq.Context()
                s = ctx.socket(zmq.%s)
                s.linger = 0
                m = s.get_monitor_socket()
                def monitor(*until):
                    while m.poll(5000):
                        e = names.get(recv_monitor_message(m)['event'])
                        print('event', e, flush=True)
                        if e in until: return
                def end():
                    sys.stdin.read()
                    s.close(); ctx.destroy(0)
                """;
        private final Process process;
        private final BufferedReader out;

        Libzmq(String type, String script) {
            process = Python.startProgram(BEGIN.formatted(type) + script.stripIndent() + "\nend()\n");
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** What the next line says after a word, skipping others. */
        String await(String word) throws IOException {
            StringBuilder seen = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(word)) {
                    return line.substring(word.length()).strip();
                }
                seen.append(line).append('\n');
            }
            throw new AssertionError("'" + word + "' was not said, but\n" + seen);
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
            out.close();
        }
    }

    private void roundTrip(PeerSocket binder, PeerSocket client, int id) {
        client.send(id, Message.of("there"));
        Message there = binder.receive();
        binder.send(there.routingId(), Message.of("back"));
        assertThat(client.receive().text()).isEqualTo("back");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("Z-160")
    @Tag("T-IPC-01")
    void refusesADealerThatConnectsAndHarmsNobodyByIt(TestTransport transport) throws IOException {
        PeerSocket binder =
                context.peer(TestOptions.quick().eventListener(events).build());
        String endpoint = binder.bind(transport.bindEndpoint()).toString();
        PeerSocket client = context.peer(TestOptions.quick().build());
        int id = client.connect(endpoint);
        roundTrip(binder, client, id);
        try (Libzmq dealer = new Libzmq("DEALER", """
                s.connect('%s')
                s.send(b'hello')
                monitor('DISCONNECTED', 'HANDSHAKE_FAILED_PROTOCOL', 'HANDSHAKE_FAILED_NO_DETAIL')
                print('done', flush=True)
                """.formatted(endpoint))) {
            dealer.await("event CONNECTED");
            dealer.await("done");
            SocketEvent.HandshakeFailed failed = events.await(SocketEvent.HandshakeFailed.class);
            assertThat(failed.reason())
                    .isIn(
                            HandshakeFailure.INCOMPATIBLE_SOCKET_TYPE,
                            HandshakeFailure.REJECTED_BY_PEER,
                            HandshakeFailure.CONNECTION_LOST);
            System.out.println(transport + ": libzmq's DEALER is refused: " + failed);
            for (int i = 0; i < 100; i++) {
                roundTrip(binder, client, id);
            }
            assertThat(binder.peers()).hasSize(1);
            assertThat(client.stats().reconnects()).isZero();
        }
        Books.assertBalanced(binder);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("S-PEER-22")
    @Tag("T-TCP-46")
    void givesUpARouterItConnectsTo(TestTransport transport) throws IOException {
        String endpoint = transport == TestTransport.TCP ? "tcp://127.0.0.1:*" : transport.bindEndpoint();
        try (Libzmq router = new Libzmq("ROUTER", """
                s.bind('%s')
                print('endpoint', s.getsockopt_string(zmq.LAST_ENDPOINT).rstrip(chr(0)), flush=True)
                monitor('DISCONNECTED', 'HANDSHAKE_FAILED_PROTOCOL', 'HANDSHAKE_FAILED_NO_DETAIL')
                print('received', s.poll(100), flush=True)
                """.formatted(endpoint))) {
            PeerSocket client =
                    context.peer(TestOptions.quick().eventListener(events).build());
            int id = client.connect(router.await("endpoint"));
            int queued = queue(client, id);
            router.await("event ACCEPTED");
            assertThat(router.await("received")).isEqualTo("0");
            SocketEvent.Closed closed = events.await(SocketEvent.Closed.class);
            System.out.println(transport + ": libzmq's ROUTER is given up: " + closed.detail());
            assertThat(closed.detail()).isNotBlank();
            Until.isTrue("gone", () -> client.peers().isEmpty());
            assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> client.send(id, Message.empty()));
            assertThat(client.stats().dropped(DropReason.PEER_GONE)).isEqualTo(queued);
            Books.assertBalanced(client);
        }
    }

    /** Sends while the handshake is under way; returns 0 if that was over before. */
    private static int queue(PeerSocket client, int id) {
        try {
            return client.trySend(id, Message.of("hello")) ? 1 : 0;
        } catch (ZmqUnroutableException refusedAlready) {
            return 0;
        }
    }

    /** Its heartbeats wait unread behind its messages; it hears all the same that we are there. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("F-09")
    void doesNotGiveUpAReaderAtRest(TestTransport transport) throws IOException {
        PullSocket pull =
                context.pull(TestOptions.quick().receiveHighWaterMark(1).build());
        String endpoint = pull.bind(transport.bindEndpoint()).toString();
        int count = 200;
        try (Libzmq push = new Libzmq("PUSH", """
                import time
                s.heartbeat_ivl = 200
                s.heartbeat_timeout = 200
                s.connect('%s')
                for i in range(%d): s.send(bytes(50000 + i))
                time.sleep(2)
                seen = []
                while m.poll(0): seen.append(names.get(recv_monitor_message(m)['event']))
                print('seen', ' '.join(seen), flush=True)
                """.formatted(endpoint, count))) {
            assertThat(push.await("seen")).contains("HANDSHAKE_SUCCEEDED").doesNotContain("DISCONNECTED");
            for (int i = 0; i < count; i++) {
                assertThat(pull.receive().size()).isEqualTo(50_000 + i);
            }
        }
    }

    @Test
    @Tag("S-STREAM-01")
    void exchangesPlainOctetsWithAStream() throws IOException {
        try (Libzmq stream = new Libzmq("STREAM", """
                s.bind('tcp://127.0.0.1:*')
                print('endpoint', s.getsockopt_string(zmq.LAST_ENDPOINT).rstrip(chr(0)), flush=True)
                id, data = s.recv_multipart()
                print('notice', len(data), flush=True)
                while len(data) < 5: data += s.recv_multipart()[1]
                print('received', data.decode(), flush=True)
                s.send_multipart([id, b'back'])
                """)) {
            StreamSocket socket = context.stream(TestOptions.quick().build());
            int id = socket.connect(stream.await("endpoint"));
            assertThat(socket.receive().size()).isZero();
            assertThat(stream.await("notice")).isEqualTo("0");
            socket.send(id, Message.of("hello"));
            assertThat(stream.await("received")).isEqualTo("hello");
            StringBuilder back = new StringBuilder();
            while (back.length() < 4) {
                back.append(socket.receive().text());
            }
            assertThat(back).hasToString("back");
        }
    }

    /** It does not know our ERROR, which is spelt as RFC 37 has it; what it does is right all the same. */
    @Test
    @Tag("Z-225")
    void aPlainClientThatIsRefusedGoesAndDoesNotComeAgain() throws IOException {
        RouterSocket server = context.router(TestOptions.quick()
                .security(Security.plainServer(Authenticator.users(Map.of("admin", "right"))))
                .eventListener(events)
                .build());
        String endpoint = server.bind("tcp://127.0.0.1:*").toString();
        try (Libzmq client = new Libzmq("DEALER", """
                s.plain_username, s.plain_password = b'admin', b'wrong'
                s.reconnect_ivl = 5
                s.connect('%s')
                monitor('HANDSHAKE_FAILED_PROTOCOL', 'HANDSHAKE_FAILED_AUTH')
                after = []
                while m.poll(500):
                    after.append(names.get(recv_monitor_message(m)['event']))
                print('after', ' '.join(after), flush=True)
                """.formatted(endpoint))) {
            assertThat(client.await("event HANDSHAKE_FAILED")).isEqualTo("_PROTOCOL");
            assertThat(client.await("after").split(" "))
                    .doesNotContain("CONNECTED", "CONNECT_DELAYED", "CONNECT_RETRIED");
            events.await(SocketEvent.HandshakeFailed.class);
            assertThat(events.events(SocketEvent.HandshakeFailed.class)).hasSize(1);
            assertThat(server.peers()).isEmpty();
        }
    }
}
