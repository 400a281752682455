package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZCert;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The programs of the migration page do the same with either library, and talk to each other, so that one side can be
 * migrated before the other. JeroMQ binds: connections that it makes itself get stuck now and then.
 */
@Timeout(60)
class MigrationFromJeroMqTests {
    private static final String ANY = "tcp://127.0.0.1";

    @AutoClose
    private final Stage stage = new Stage();

    private final ZContext theirs = new ZContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Ends what blocks in JeroMQ first; its sockets must not be closed by another thread before. */
    @AfterEach
    void close() throws InterruptedException {
        Thread end = new Thread(theirs.getContext()::close);
        end.setDaemon(true);
        end.start();
        threads.shutdown();
        thread.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        theirs.close();
        end.join(10_000);
        assertThat(end.isAlive()).isFalse();
    }

    private void run(Runnable jeroMqProgram) {
        threads.execute(() -> {
            try {
                jeroMqProgram.run();
            } catch (ZMQException ended) {
                assertThat(ended.getErrorCode()).isEqualTo(ZMQ.Error.ETERM.getCode());
            }
        });
    }

    private ZMQ.Socket their(SocketType type) {
        ZMQ.Socket socket = theirs.createSocket(type);
        socket.setLinger(0);
        socket.setReceiveTimeOut(10_000);
        return socket;
    }

    private static String bind(ZMQ.Socket socket) {
        return ANY + ":" + socket.bindToRandomPort(ANY);
    }

    private PushSocket pushTo(String endpoint) {
        PushSocket push = stage.context.push(TestOptions.quick().build());
        push.connect(endpoint);
        return push;
    }

    private PullSocket boundPull() {
        return stage.context.pull(TestOptions.quick().build());
    }

    @Test
    void requests() {
        ZMQ.Socket theirService = their(SocketType.REP);
        String there = bind(theirService);
        run(() -> JeroMqPrograms.serve(theirService));
        RepSocket service = stage.context.rep();
        String here = service.bind(ANY + ":*").toString();
        stage.threads.execute(() -> MigratedPrograms.serve(service));

        assertThat(MigratedPrograms.ask(stage.context, there, "JeroMQ")).isEqualTo("Hello JeroMQ");
        assertThat(MigratedPrograms.ask(stage.context, here, "World")).isEqualTo("Hello World");

        ZMQ.Socket inside = their(SocketType.REP);
        inside.bind("inproc://inside");
        run(() -> JeroMqPrograms.serve(inside));
        assertThat(JeroMqPrograms.ask(theirs, "inproc://inside", "inside")).isEqualTo("Hello inside");
    }

    @Test
    void envelopes() {
        ZMQ.Socket theirRouter = their(SocketType.ROUTER);
        String there = bind(theirRouter);
        run(() -> JeroMqPrograms.shout(theirRouter));
        RouterSocket router = stage.context.router();
        String here = router.bind(ANY + ":*").toString();
        stage.threads.execute(() -> MigratedPrograms.shout(router));

        for (String endpoint : List.of(there, here)) {
            ReqSocket req = stage.context.req(TestOptions.quick().build());
            req.connect(endpoint);
            req.send(Message.of("quiet"));
            assertThat(req.receive().text()).isEqualTo("QUIET");
        }
    }

    @Test
    void topics() {
        ZMQ.Socket theirPub = their(SocketType.XPUB);
        SubSocket subscriber = stage.context.sub(TestOptions.quick().build());
        subscriber.subscribe("eur");
        subscriber.connect(bind(theirPub));
        assertThat(theirPub.recvStr()).isEqualTo("\1eur");
        JeroMqPrograms.publish(theirPub, "usd", "0.9");
        JeroMqPrograms.publish(theirPub, "eur", "1.1");
        assertThat(MigratedPrograms.nextPrice(subscriber)).isEqualTo("eur=1.1");

        ZMQ.Socket theirSub = their(SocketType.SUB);
        theirSub.subscribe("eur");
        PubSocket publisher = stage.context.pub(TestOptions.quick().build());
        publisher.connect(bind(theirSub));
        run(() -> seen.add(JeroMqPrograms.nextPrice(theirSub))); // it subscribes while it receives
        publisher.awaitSubscribers(1, Duration.ofSeconds(10));
        MigratedPrograms.publish(publisher, "usd", "0.9");
        MigratedPrograms.publish(publisher, "eur", "1.2");
        Until.holds(() -> assertThat(seen).containsExactly("eur=1.2"));
    }

    private void assertBothAreRead(String tasks, String orders) {
        seen.clear();
        pushTo(tasks).send(Message.of("a"));
        pushTo(orders).send(Message.of("b"));
        Until.holds(() -> assertThat(seen).containsExactlyInAnyOrder("task a", "order b"));
    }

    @Test
    void severalSockets() {
        ZMQ.Socket theirTasks = their(SocketType.PULL);
        ZMQ.Socket theirOrders = their(SocketType.PULL);
        String tasks = bind(theirTasks);
        String orders = bind(theirOrders);
        run(() -> JeroMqPrograms.read(theirs, theirTasks, theirOrders, seen::add));
        assertBothAreRead(tasks, orders);

        PullSocket first = boundPull();
        PullSocket second = boundPull();
        MigratedPrograms.read(thread, first, second, seen::add);
        assertBothAreRead(
                first.bind(ANY + ":*").toString(), second.bind(ANY + ":*").toString());

        PullSocket third = boundPull();
        PullSocket fourth = boundPull();
        stage.threads.execute(() -> MigratedPrograms.poll(stage.context, third, fourth, seen::add));
        assertBothAreRead(
                third.bind(ANY + ":*").toString(), fourth.bind(ANY + ":*").toString());
    }

    @Test
    void timers() {
        ZMQ.Socket theirTasks = their(SocketType.PULL);
        String there = bind(theirTasks);
        run(() -> JeroMqPrograms.countAndReport(theirs, theirTasks, seen::add));
        pushTo(there).send(Message.of("a"));
        Until.holds(() -> assertThat(seen).contains("1 tasks"));

        seen.clear();
        PullSocket tasks = boundPull();
        MigratedPrograms.countAndReport(thread, tasks, seen::add);
        PushSocket push = pushTo(tasks.bind(ANY + ":*").toString());
        push.send(Message.of("a"));
        push.send(Message.of("b"));
        Until.holds(() -> assertThat(seen).contains("2 tasks"));
    }

    @Test
    void brokers() {
        ZMQ.Socket theirClients = their(SocketType.ROUTER);
        ZMQ.Socket theirServices = their(SocketType.DEALER);
        theirClients.setReceiveTimeOut(-1);
        theirServices.setReceiveTimeOut(-1);
        String clients = bind(theirClients);
        String services = bind(theirServices);
        run(() -> JeroMqPrograms.broker(theirClients, theirServices));
        assertPasses(clients, services);

        RouterSocket router = stage.context.router();
        DealerSocket dealer = stage.context.dealer();
        clients = router.bind(ANY + ":*").toString();
        services = dealer.bind(ANY + ":*").toString();
        stage.threads.execute(() -> MigratedPrograms.broker(router, dealer));
        assertPasses(clients, services);
    }

    private void assertPasses(String clients, String services) {
        RepSocket service = stage.context.rep();
        service.connect(services);
        stage.threads.execute(() -> MigratedPrograms.serve(service));
        assertThat(MigratedPrograms.ask(stage.context, clients, "broker")).isEqualTo("Hello broker");
    }

    @Test
    void keys() {
        ZCert theirKeys = new ZCert();
        CurveKeyPair keys = CurveKeyPair.generate();

        ZMQ.Socket theirService = their(SocketType.REP);
        JeroMqPrograms.protectServer(theirService, theirKeys);
        ReqSocket client =
                stage.context.req(MigratedPrograms.protectedClient(keys, CurveKey.of(theirKeys.getPublicKey())));
        client.connect(bind(theirService));
        run(() -> JeroMqPrograms.serve(theirService));
        client.send(Message.of("client"));
        assertThat(client.receive().text()).isEqualTo("Hello client");

        RepSocket service = stage.context.rep(
                MigratedPrograms.protectedServer(keys, CurveKey.of(theirKeys.getPublicKey())).toBuilder()
                        .handshakeTimeout(Duration.ofSeconds(1))
                        .build());
        String here = service.bind(ANY + ":*").toString();
        stage.threads.execute(() -> MigratedPrograms.serve(service));
        ZMQ.Socket theirClient = their(SocketType.REQ);
        JeroMqPrograms.protectClient(theirClient, theirKeys, keys.publicKey().octets());
        theirClient.connect(here);
        theirClient.send("server");
        assertThat(theirClient.recvStr()).isEqualTo("Hello server");
    }
}
