package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqPoller;
import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqPoller.Ready;
import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqSocket;
import io.zmqspring.security.AllowedKeys;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The {@link JeroMqPrograms} as they are written with this library. */
final class MigratedPrograms {
    private MigratedPrograms() {}

    // tag::request[]
    static void serve(RepSocket rep) {
        while (true) { // ends with ZmqClosedException when the socket or its context is closed
            rep.send(Message.of("Hello " + rep.receive().text()));
        }
    }

    static String ask(ZmqContext context, String service, String name) {
        SocketOptions patient = SocketOptions.builder()
                .receiveTimeout(Duration.ofSeconds(5))
                .linger(Duration.ZERO)
                .build();
        try (ReqSocket req = context.req(patient)) {
            req.connect(service);
            req.send(Message.of(name));
            return req.receive().text(); // ZmqTimeoutException after 5 s
        }
    }
    // end::request[]

    // tag::router[]
    static void shout(RouterSocket router) {
        while (true) {
            Message request = router.receive(); // the identity, an empty frame, the text
            Message reply = Message.of(request.text().toUpperCase(Locale.ROOT));
            router.send(reply.withLeading(request.frame(0), request.frame(1)));
        }
    }
    // end::router[]

    // tag::topics[]
    static void publish(PubSocket pub, String currency, String price) {
        pub.send(Message.ofTexts(currency, price));
    }

    static String nextPrice(SubSocket sub) {
        Message price = sub.receive();
        return new String(price.frame(0), StandardCharsets.UTF_8) + "=" + price.text();
    }
    // end::topics[]

    // tag::handlers[]
    /** With an executor of one thread, one message at a time; nobody waits in a loop. */
    static void read(Executor thread, PullSocket tasks, PullSocket orders, Consumer<String> handler) {
        tasks.onMessage(thread, task -> handler.accept("task " + task.text()));
        orders.onMessage(thread, order -> handler.accept("order " + order.text()));
    }
    // end::handlers[]

    // tag::poller[]
    /** Word by word. */
    static void poll(ZmqContext context, PullSocket tasks, PullSocket orders, Consumer<String> handler) {
        try (ZmqPoller<String> poller = context.poller()) {
            poller.add(tasks, "task ", Interest.READABLE);
            poller.add(orders, "order ", Interest.READABLE);
            while (poller.size() > 0) {
                for (Ready<String> ready : poller.await(Duration.ofSeconds(1))) {
                    Message message = ready.closed() ? null : ((PullSocket) ready.source()).tryReceive();
                    if (message != null) {
                        handler.accept(ready.attachment() + message.text());
                    }
                }
            }
        }
    }
    // end::poller[]

    // tag::loop[]
    /** The executor, of one thread, is the loop: what runs on it never runs at once. */
    static void countAndReport(ScheduledExecutorService loop, PullSocket tasks, Consumer<String> report) {
        AtomicInteger count = new AtomicInteger();
        tasks.onMessage(loop, task -> count.incrementAndGet());
        loop.scheduleAtFixedRate(() -> report.accept(count + " tasks"), 100, 100, TimeUnit.MILLISECONDS);
    }
    // end::loop[]

    // tag::proxy[]
    static void broker(ZmqSocket clients, ZmqSocket services) {
        ZmqProxy.run(clients, services); // until one of them is closed; ZmqProxy.start does it on threads of its own
    }
    // end::proxy[]

    // tag::keys[]
    static SocketOptions protectedServer(CurveKeyPair own, CurveKey... clients) {
        Authenticator known = Authenticator.keys(AllowedKeys.of(clients));
        return SocketOptions.builder()
                .security(Security.curveServer(own, known))
                .build();
    }

    static SocketOptions protectedClient(CurveKeyPair own, CurveKey serverKey) {
        return SocketOptions.builder()
                .security(Security.curveClient(own, serverKey))
                .build();
    }
    // end::keys[]
}
