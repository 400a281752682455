package io.zmqspring.spring.listener;

import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** The topics of a listener, and which of them its sockets have been told. Guarded by the lock of its container. */
final class ListenerTopics {
    private static final Log logger = LogFactory.getLog(ListenerTopics.class);

    private final ZmqSockets sockets;
    private final List<String> socketNames;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Set<String> told = new LinkedHashSet<>();

    ListenerTopics(ZmqSockets sockets, List<String> socketNames) {
        this.sockets = sockets;
        this.socketNames = socketNames;
    }

    Set<String> all() {
        return new LinkedHashSet<>(wanted);
    }

    void add(String topic, boolean running) {
        if (running && !wanted.contains(topic)) {
            tell(topic);
        }
        wanted.add(topic);
    }

    void remove(String topic) {
        wanted.remove(topic);
        takeBack(topic);
    }

    /** Tells the sockets all topics; warns of those that receive nothing. */
    void start(String listener) {
        wanted.forEach(this::tell);
        for (String name : socketNames) {
            if (sockets.reader(name).lacksTopics()) {
                logger.warn(listener + " receives nothing: socket '" + name
                        + "' has no topics; name some in the listener," + " or with zmq.sockets." + name + ".topics");
            }
        }
    }

    /** Takes all topics back from the sockets, to be told again at the next start. */
    void stop() {
        List.copyOf(told).forEach(this::takeBack);
    }

    private void tell(String topic) {
        for (String name : socketNames) {
            sockets.reader(name).addTopic(topic);
        }
        told.add(topic);
    }

    private void takeBack(String topic) {
        if (told.remove(topic)) {
            socketNames.forEach(name -> takeBack(sockets.reader(name), topic));
        }
    }

    private static void takeBack(ZmqSocketReader reader, String topic) {
        try {
            reader.removeTopic(topic);
        } catch (ZmqClosedException closed) {
            logger.debug("A closed socket has no topics", closed);
        }
    }
}
