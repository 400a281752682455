package io.zmqspring.boot.autoconfigure;

import io.zmqspring.CloseReport;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.spring.core.ZmqPeerEvents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/** Makes the sockets of {@code zmq.sockets} and closes them, all at once, when the application ends. */
final class ZmqSocketFactory implements DisposableBean {
    private static final Log log = LogFactory.getLog(ZmqSocketFactory.class);

    private final ZmqContext context;
    private final ZmqProperties properties;
    private final SocketOptionsMapper mapper;
    private final SecurityMapper security;
    private final ApplicationEventPublisher events;
    private final List<ZmqSocketCustomizer> customizers;
    private final Map<String, ZmqSocket> sockets = new ConcurrentHashMap<>();

    ZmqSocketFactory(
            ZmqContext context,
            ZmqProperties properties,
            SocketOptionsMapper mapper,
            SecurityMapper security,
            ApplicationEventPublisher events,
            List<ZmqSocketCustomizer> customizers) {
        this.context = context;
        this.properties = properties;
        this.mapper = mapper;
        this.security = security;
        this.events = events;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * Makes a socket of the configured type, neither bound nor connected.
     *
     * @param name its name below {@code zmq.sockets}
     * @return the socket
     * @throws ZmqSocketStartException if its properties contradict each other or do not exist
     * @throws ZmqSecurityException if those about security do
     */
    ZmqSocket open(String name) {
        ZmqProperties.Socket configured = configured(name);
        ZmqSocket socket = open(name, configured);
        sockets.put(name, socket);
        return socket;
    }

    private ZmqProperties.Socket configured(String name) {
        ZmqProperties.Socket socket = properties.sockets().get(name);
        if (socket == null) {
            throw new ZmqSocketStartException(
                    "zmq.sockets." + name,
                    new IllegalArgumentException("there is no such property any more: the sockets of an application"
                            + " that is processed ahead of time are those configured then"));
        }
        return socket;
    }

    private ZmqSocket open(String name, ZmqProperties.Socket socket) {
        try {
            SocketOptionsBuilder options = mapper.map(socket)
                    .security(security.map(name, socket.security()))
                    .eventListener(events(name));
            customizers.forEach(customizer -> customizer.customize(name, options));
            return context.socket(socket.type(), options.build());
        } catch (IllegalArgumentException invalid) {
            throw new ZmqSocketStartException("zmq.sockets." + name, invalid);
        }
    }

    private SocketEventListener events(String name) {
        SocketEventLogger logger = new SocketEventLogger(name);
        ZmqPeerEvents publisher = new ZmqPeerEvents(name, events);
        return event -> {
            logger.onEvent(event);
            publisher.onEvent(event);
        };
    }

    /** Closes all sockets in parallel, so that together they take no longer than the longest linger. */
    @Override
    public void destroy() {
        List<Thread> closing = sockets.entrySet().stream()
                .map(socket ->
                        new Thread(() -> close(socket.getKey(), socket.getValue()), "zmq-close-" + socket.getKey()))
                .toList();
        closing.forEach(Thread::start);
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            log.warn("Interrupted while sockets were closing; they go on closing in the background");
        }
    }

    private static void close(String name, ZmqSocket socket) {
        CloseReport report = socket.close(socket.options().linger());
        if (report.undeliveredMessages() > 0) {
            log.warn("Socket '" + name + "' was closed with " + report.undeliveredMessages() + " messages ("
                    + report.undeliveredBytes() + " bytes) undelivered after a linger of "
                    + socket.options().linger());
        }
    }
}
