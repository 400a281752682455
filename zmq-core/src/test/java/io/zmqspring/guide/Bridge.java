package io.zmqspring.guide;

import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;

// tag::program[]
/** Brings what is published on one network, or transport, to another; only what somebody there has subscribed to. */
record Bridge(ZmqProxy proxy, String endpoint) implements AutoCloseable {

    static Bridge start(ZmqContext context, String inside, String outside) {
        XSubSocket frontend = context.xsub();
        frontend.connect(inside);
        XPubSocket backend = context.xpub();
        String endpoint = backend.bind(outside).toString();
        return new Bridge(ZmqProxy.start(frontend, backend), endpoint);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
// end::program[]
