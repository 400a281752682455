package io.zmqspring.guide;

import java.util.Locale;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZCert;
import org.zeromq.ZContext;
import org.zeromq.ZFrame;
import org.zeromq.ZLoop;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;
import org.zeromq.ZPoller;

/** Programs as they are written with JeroMQ; {@link MigratedPrograms} has them with this library. */
final class JeroMqPrograms {
    private JeroMqPrograms() {}

    // tag::request[]
    static void serve(ZMQ.Socket rep) {
        String request = rep.recvStr();
        while (request != null) {
            rep.send("Hello " + request);
            request = rep.recvStr();
        }
    }

    static String ask(ZContext context, String service, String name) {
        try (ZMQ.Socket req = context.createSocket(SocketType.REQ)) {
            req.setReceiveTimeOut(5000);
            req.setLinger(0);
            req.connect(service);
            req.send(name);
            return req.recvStr(); // null after 5 s
        }
    }
    // end::request[]

    // tag::router[]
    static void shout(ZMQ.Socket router) {
        ZMsg request = ZMsg.recvMsg(router);
        while (request != null) {
            ZFrame client = request.unwrap(); // the identity; the empty frame behind it goes too
            String text = request.popString();
            request.destroy();
            ZMsg reply = ZMsg.newStringMsg(text.toUpperCase(Locale.ROOT));
            reply.wrap(client);
            reply.send(router);
            request = ZMsg.recvMsg(router);
        }
    }
    // end::router[]

    // tag::topics[]
    static void publish(ZMQ.Socket pub, String currency, String price) {
        pub.sendMore(currency);
        pub.send(price);
    }

    static String nextPrice(ZMQ.Socket sub) {
        String currency = sub.recvStr();
        String price = sub.recvStr();
        return currency + "=" + price;
    }
    // end::topics[]

    // tag::poller[]
    static void read(ZContext context, ZMQ.Socket tasks, ZMQ.Socket orders, Consumer<String> handler) {
        ZPoller poller = new ZPoller(context);
        poller.register(tasks, ZPoller.IN);
        poller.register(orders, ZPoller.IN);
        while (poller.poll(-1) >= 0) {
            if (poller.isReadable(tasks)) {
                handler.accept("task " + tasks.recvStr());
            }
            if (poller.isReadable(orders)) {
                handler.accept("order " + orders.recvStr());
            }
        }
    }
    // end::poller[]

    // tag::loop[]
    static void countAndReport(ZContext context, ZMQ.Socket tasks, Consumer<String> report) {
        int[] count = new int[1];
        ZLoop loop = new ZLoop(context);
        loop.addPoller(
                new ZMQ.PollItem(tasks, ZMQ.Poller.POLLIN),
                (self, item, argument) -> {
                    tasks.recv();
                    count[0]++;
                    return 0;
                },
                null);
        loop.addTimer(
                100,
                0,
                (self, item, argument) -> {
                    report.accept(count[0] + " tasks");
                    return 0;
                },
                null);
        loop.start(); // until the context is destroyed
    }
    // end::loop[]

    // tag::proxy[]
    static void broker(ZMQ.Socket clients, ZMQ.Socket services) {
        ZMQ.proxy(clients, services, null); // until the context is destroyed
    }
    // end::proxy[]

    // tag::keys[]
    static void protectServer(ZMQ.Socket server, ZCert own) {
        own.apply(server);
        server.setCurveServer(true); // and somewhere a ZAuth that knows the clients
    }

    static void protectClient(ZMQ.Socket client, ZCert own, byte[] serverKey) {
        own.apply(client);
        client.setCurveServerKey(serverKey);
    }
    // end::keys[]
}
