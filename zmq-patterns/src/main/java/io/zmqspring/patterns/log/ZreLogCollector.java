package io.zmqspring.patterns.log;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import io.zmqspring.patterns.mesh.MeshSecurity;
import io.zmqspring.security.Security;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Collects what the nodes of a mesh tell (20/ZRE, "Logging"). Open it first and announce it as a header of a node; all nodes that
 * have a {@link ZreLogPublisher} then tell it what happens:
 *
 * <pre>{@code
 * ZreLogCollector collector = ZreLogCollector.builder(context, "192.168.1.7").open(this::print);
 * MeshNode.builder(context).header(ZreLogCollector.HEADER, collector.endpoint());
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ZreLogCollector implements AutoCloseable {
    /** The header of a node by which it says where records are collected. */
    public static final String HEADER = "X-ZRELOG";

    private static final int FIRST_PORT = 0xc000;
    private static final int LAST_PORT = 0xffff;
    private static final int ATTEMPTS = 100;
    private static final int MAX_MESSAGE = 1024;

    private final SubSocket socket;
    private final String endpoint;
    private final LongAdder received = new LongAdder();
    private final LongAdder ignored = new LongAdder();

    private ZreLogCollector(SubSocket socket, String endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
    }

    /**
     * Begins to describe a collector.
     *
     * @param context whose socket it uses
     * @param host the address, of this machine, where other nodes reach it; an IPv6 one in brackets
     * @return the description
     */
    public static Builder builder(ZmqContext context, String host) {
        return new Builder(Objects.requireNonNull(context, "context"), Objects.requireNonNull(host, "host"));
    }

    /**
     * {@return where it listens, to be announced}
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * {@return how many records it has received}
     */
    public long received() {
        return received.sum();
    }

    /**
     * {@return how many messages it has received that were no records}
     */
    public long ignored() {
        return ignored.sum();
    }

    private void take(Message message, Consumer<ZreLogRecord> consumer) {
        ZreLogRecord entry = message.frameCount() == 1 ? ZreLogCodec.decode(message.body()) : null;
        if (entry == null) {
            ignored.increment();
        } else {
            received.increment();
            consumer.accept(entry);
        }
    }

    /** Collects no more; a record that is being consumed is not waited for. */
    @Override
    public void close() {
        socket.close();
    }

    /** Describes a collector. Not thread-safe. */
    public static final class Builder {
        private final ZmqContext context;
        private final String host;
        private final SocketOptionsBuilder options = SocketOptions.builder().maxMessageSize(MAX_MESSAGE);
        private Level level = Level.INFO;
        private Executor executor = Runnable::run;

        private Builder(ZmqContext context, String host) {
            this.context = context;
            this.host = host;
        }

        /**
         * Says what is worth being told; nodes keep the rest to themselves.
         *
         * @param leastSevere the least severe level; all are told by default
         * @return this
         */
        public Builder level(Level leastSevere) {
            this.level = Objects.requireNonNull(leastSevere, "leastSevere");
            return this;
        }

        /**
         * Accepts only encrypted records.
         *
         * @param security as that of the node that announces this
         * @return this
         */
        public Builder security(MeshSecurity security) {
            options.security(Security.curveServer(security.own(), security.authenticator()));
            return this;
        }

        /**
         * Sets by whom the consumer is called.
         *
         * @param executor a thread of the context by default, for a consumer that is quick
         * @return this
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Listens at a free port of 49152 to 65535.
         *
         * @param consumer gets each record, one after the other; while it takes its time, nodes leave out records
         * @return the collector
         * @throws ZmqBindException if the host is none of this machine's, or no port is free
         */
        public ZreLogCollector open(Consumer<ZreLogRecord> consumer) {
            SubSocket socket = context.sub(options.build());
            try {
                ZreLogCollector collector =
                        new ZreLogCollector(socket, bind(socket).toString());
                for (Level each : Level.values()) {
                    if (each.compareTo(level) <= 0) {
                        socket.subscribe(ZreLogCodec.prefix(each));
                    }
                }
                socket.onMessage(executor, message -> collector.take(message, consumer));
                return collector;
            } catch (RuntimeException e) {
                socket.close();
                throw e;
            }
        }

        private Endpoint bind(SubSocket socket) {
            for (int attempt = 1; ; attempt++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
                try {
                    return socket.bind("tcp://" + host + ":" + port);
                } catch (ZmqBindException e) {
                    if (e.reason() != ZmqBindException.Reason.ADDRESS_IN_USE || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }
}
