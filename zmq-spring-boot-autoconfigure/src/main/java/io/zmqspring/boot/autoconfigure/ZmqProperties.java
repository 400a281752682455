package io.zmqspring.boot.autoconfigure;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties below {@code zmq}. An immutable value; every part has its defaults.
 *
 * @param enabled Whether sockets are made at all.
 * @param ioThreads Number of I/O threads, shared by all sockets. One serves a few gigabytes per second.
 * @param peerName Name that is announced to other sides, by which they can send to this application. The value of
 *     'spring.application.name' unless set; empty to announce none.
 * @param sockets Sockets by name, each of which becomes a bean of that name.
 * @param headers Message headers on the wire.
 * @param listener Defaults of the methods annotated with '@ZmqListener'.
 * @param template Defaults of 'ZmqTemplate'.
 * @param health Health of the sockets.
 */
@ConfigurationProperties("zmq")
public record ZmqProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") int ioThreads,
        @Nullable String peerName,
        @DefaultValue Map<String, Socket> sockets,
        @DefaultValue Headers headers,
        @DefaultValue Listener listener,
        @DefaultValue Template template,
        @DefaultValue Health health) {

    /** Checks what no part checks by itself. */
    public ZmqProperties {
        atLeast("zmq.io-threads", 1, ioThreads);
    }

    private static void atLeast(String property, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(property + "=" + value + " is too small: at least " + least);
        }
    }

    /**
     * One socket.
     *
     * @param type Type of the socket.
     * @param bind Endpoints to listen at, for instance 'tcp://127.0.0.1:5555'. Port '*' picks a free one, which is then
     *     readable as 'local.zmq.&lt;socket&gt;.port'.
     * @param connect Endpoints to connect to, by the name of the connection. Several under one name are taken in turn.
     * @param send Outgoing messages.
     * @param receive Incoming messages.
     * @param maxMessageSize Size of the largest message accepted. A larger one ends its connection.
     * @param heartbeat Watch over idle connections.
     * @param reconnect Waits before a refused or lost connection is tried again.
     * @param connectTimeout Time one attempt to connect may take.
     * @param handshakeTimeout Time the handshake may take once a connection is up.
     * @param linger Time a closing socket still sends what is queued.
     * @param envelope When message headers travel with the body.
     * @param peerName Name this socket announces instead of 'zmq.peer-name'; empty to announce none.
     * @param properties Further properties to announce in the handshake. Names begin with 'X-'.
     */
    public record Socket(
            @DefaultValue("peer") SocketType type,
            @DefaultValue List<String> bind,
            @DefaultValue Map<String, List<String>> connect,
            @DefaultValue Send send,
            @DefaultValue Receive receive,
            @DefaultValue("16MB") DataSize maxMessageSize,
            @DefaultValue Heartbeat heartbeat,
            @DefaultValue Reconnect reconnect,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("10s") Duration handshakeTimeout,
            @DefaultValue("5s") Duration linger,
            @DefaultValue("auto") EnvelopeMode envelope,
            @Nullable String peerName,
            @DefaultValue Map<String, String> properties) {}

    /**
     * Outgoing messages of a socket.
     *
     * @param highWaterMark Number of messages that wait for one peer before the sender has to.
     * @param queueSize Size of all messages that wait for one peer before the sender has to.
     * @param timeout Time a sender waits for room before it fails.
     */
    public record Send(
            @DefaultValue("1000") int highWaterMark,
            @DefaultValue("16MB") DataSize queueSize,
            @DefaultValue("2s") Duration timeout) {}

    /**
     * Incoming messages of a socket.
     *
     * @param highWaterMark Number of messages of one peer that wait to be handled before the peer is held back.
     * @param queueSize Size of all messages of one peer that wait to be handled before the peer is held back.
     */
    public record Receive(
            @DefaultValue("1000") int highWaterMark,
            @DefaultValue("16MB") DataSize queueSize) {}

    /**
     * Watch over idle connections.
     *
     * @param interval Time between heartbeats. Zero sends none.
     * @param timeout Time after a heartbeat in which something must be heard, or the connection is lost.
     * @param ttl Silence after which the other side shall give this one up. Zero leaves it to the other side.
     */
    public record Heartbeat(
            @DefaultValue("5s") Duration interval,
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("0s") Duration ttl) {}

    /**
     * Waits before a refused or lost connection is tried again.
     *
     * @param delay First wait. It doubles with each failure.
     * @param maxDelay Longest wait.
     */
    public record Reconnect(
            @DefaultValue("100ms") Duration delay,
            @DefaultValue("2s") Duration maxDelay) {}

    /**
     * Message headers on the wire.
     *
     * @param allow Comma-separated list of the application's headers that may be sent and received besides the built-in
     *     ones.
     */
    public record Headers(@DefaultValue List<String> allow) {}

    /**
     * Defaults of listener methods.
     *
     * @param concurrency Number of threads that handle the messages of one listener. With more than one, messages of
     *     one sender may overtake each other.
     * @param autoStartup Whether listeners start with the application.
     * @param retry What happens when a listener method throws.
     */
    public record Listener(
            @DefaultValue("1") int concurrency,
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue Retry retry) {

        /** Checks the number of threads. */
        public Listener {
            atLeast("zmq.listener.concurrency", 1, concurrency);
        }
    }

    /**
     * How often a listener method that throws is called again with the same message. Messages that cannot be converted
     * or are not valid are never tried again.
     *
     * @param maxRetries Number of further calls. Zero for none.
     * @param delay Wait before the first further call.
     * @param multiplier Factor by which the wait grows with each call.
     * @param maxDelay Longest wait.
     * @param jitter Time by which each wait varies at random.
     */
    public record Retry(
            @DefaultValue("0") long maxRetries,
            @DefaultValue("200ms") Duration delay,
            @DefaultValue("1.0") double multiplier,
            @DefaultValue("10s") Duration maxDelay,
            @DefaultValue("0s") Duration jitter) {

        /** Checks the number of retries. */
        public Retry {
            atLeast("zmq.listener.retry.max-retries", 0, maxRetries);
        }
    }

    /**
     * Defaults of the template.
     *
     * @param defaultDestination Destination of messages that name none.
     * @param replyTimeout Time to wait for the answer to a request.
     */
    public record Template(
            @Nullable String defaultDestination,
            @DefaultValue("5s") Duration replyTimeout) {

        /** Checks the timeout. */
        public Template {
            atLeast("zmq.template.reply-timeout in milliseconds", 1, replyTimeout.toMillis());
        }
    }

    /**
     * Health of the sockets.
     *
     * @param require Connections that must be up for a socket to be healthy.
     */
    public record Health(@DefaultValue("none") Require require) {

        /** Which of a socket's configured connections must be up. */
        public enum Require {
            /** None: an absent peer is a detail. */
            NONE,
            /** At least one, if any is configured. */
            ANY,
            /** All of them. */
            ALL
        }
    }
}
