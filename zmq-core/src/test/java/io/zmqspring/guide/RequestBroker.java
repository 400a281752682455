package io.zmqspring.guide;

import io.zmqspring.DealerSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;

// tag::program[]
/** Clients with a REQ and services with a REP connect here; either may come and go without the others noticing. */
record RequestBroker(ZmqProxy proxy, String clients, String services) implements AutoCloseable {

    static RequestBroker start(ZmqContext context) {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        String clients = frontend.bind("tcp://127.0.0.1:*").toString();
        String services = backend.bind("tcp://127.0.0.1:*").toString();
        return new RequestBroker(ZmqProxy.start(frontend, backend), clients, services);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
// end::program[]
