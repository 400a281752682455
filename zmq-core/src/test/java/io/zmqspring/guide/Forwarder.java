package io.zmqspring.guide;

import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;

// tag::program[]
/** Where many publishers and many subscribers meet: each knows one endpoint, and nobody knows the others. */
record Forwarder(ZmqProxy proxy, String publishers, String subscribers) implements AutoCloseable {

    static Forwarder start(ZmqContext context) {
        XSubSocket frontend = context.xsub();
        XPubSocket backend = context.xpub();
        String publishers = frontend.bind("tcp://127.0.0.1:*").toString();
        String subscribers = backend.bind("tcp://127.0.0.1:*").toString();
        return new Forwarder(ZmqProxy.start(frontend, backend), publishers, subscribers);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
// end::program[]
