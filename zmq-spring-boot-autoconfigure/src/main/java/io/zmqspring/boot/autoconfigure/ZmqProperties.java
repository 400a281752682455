package io.zmqspring.boot.autoconfigure;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.PubSubOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmtpVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The properties below {@code zmq}. An immutable value; every part has its defaults.
 *
 * @param enabled Whether sockets are made at all.
 * @param ioThreads Number of I/O threads, shared by all sockets. One serves a few gigabytes per second.
 * @param peerName Name that is announced to other sides, by which they can send to this application. The value of
 *     'spring.application.name' unless set; empty to announce none.
 * @param allowInsecureBind Whether sockets that are not encrypted may listen where other machines reach them.
 * @param startup What becomes of a start when sockets cannot listen.
 * @param sockets Sockets by name, each of which becomes a bean of that name.
 * @param proxies Proxies by name, each of which passes messages between two sockets.
 * @param headers Message headers on the wire.
 * @param listener Defaults of the methods annotated with '@ZmqListener'.
 * @param template Defaults of 'ZmqTemplate'.
 * @param health Health of the sockets.
 * @param discovery Endpoints that are looked up.
 * @param mesh Meshes by name, of each of which the application becomes a node. Needs 'zmq-patterns', which the starter brings.
 */
@ConfigurationProperties("zmq")
public record ZmqProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") int ioThreads,
        @Nullable String peerName,
        @DefaultValue("false") boolean allowInsecureBind,
        @NestedConfigurationProperty @DefaultValue ZmqStartup startup,
        @DefaultValue Map<String, Socket> sockets,
        @DefaultValue Map<String, Proxy> proxies,
        @DefaultValue Headers headers,
        @NestedConfigurationProperty @DefaultValue ZmqListenerProperties listener,
        @NestedConfigurationProperty @DefaultValue ZmqTemplateProperties template,
        @DefaultValue Health health,
        @NestedConfigurationProperty @DefaultValue ZmqDiscoveryProperties discovery,
        @DefaultValue Map<String, ZmqMeshProperties> mesh) {

    /** Checks what no part checks by itself. */
    public ZmqProperties {
        mesh = asWritten(mesh);
        sockets = asWritten(sockets);
        proxies = asWritten(proxies);
        atLeast("zmq.io-threads", 1, ioThreads);
    }

    /**
     * Returns what this application calls itself.
     *
     * @param environment knows the name of the application
     * @return the name; null or empty if it has none
     */
    public @Nullable String peerNameOr(PropertyResolver environment) {
        return peerName == null ? environment.getProperty("spring.application.name") : peerName;
    }

    /** Whether a socket may listen where other machines reach it, encrypted or not. */
    boolean allowsInsecureBind(String socket) {
        Socket configured = sockets.get(socket);
        Boolean own = configured == null ? null : configured.allowInsecureBind();
        return own == null ? allowInsecureBind : own;
    }

    /**
     * Tells whether a mesh may be where other machines reach it, encrypted or not.
     *
     * @param mesh its name
     * @return whether it may
     */
    public boolean allowsInsecureMesh(String mesh) {
        ZmqMeshProperties configured = this.mesh.get(mesh);
        Boolean own = configured == null ? null : configured.allowInsecureBind();
        return own == null ? allowInsecureBind : own;
    }

    /**
     * Names that differ in dashes and case only mean the same to the binder, which gives them the same values: an
     * environment variable, which has neither, is about the name that was written elsewhere.
     *
     * @param bound what was bound, by name
     * @param <T> what it is
     * @return the same under the names that were written
     */
    public static <T> Map<String, T> asWritten(Map<String, T> bound) {
        Map<String, String> written = new LinkedHashMap<>();
        bound.keySet()
                .forEach(name -> written.merge(
                        name.replace("-", "").toLowerCase(Locale.ROOT),
                        name,
                        (one, other) -> one.length() < other.length() ? other : one));
        Map<String, T> kept = new LinkedHashMap<>(bound);
        kept.keySet().retainAll(written.values());
        return Collections.unmodifiableMap(kept);
    }

    static void atLeast(String property, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(property + "=" + value + " is too small: at least " + least);
        }
    }

    /**
     * A proxy between two sockets.
     *
     * @param frontend Name of the socket that clients talk to.
     * @param backend Name of the socket that services talk to.
     * @param capture Name of a socket that sends a copy of everything that passes.
     */
    public record Proxy(
            String frontend, String backend, @Nullable String capture) {

        /** Checks that both sides are named. */
        public Proxy {
            if (!StringUtils.hasText(frontend) || !StringUtils.hasText(backend)) {
                throw new IllegalArgumentException(
                        "a proxy needs both the name of its frontend and of its backend, but has" + " frontend="
                                + frontend + ", backend=" + backend);
            }
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
     * @param maxMessageSize Size of the largest message accepted. A larger one ends its connection. May be
     *     'unlimited'.
     * @param maxMessageParts Number of frames a message may have. One of more ends its connection. May be
     *     'unlimited'.
     * @param heartbeat Watch over idle connections.
     * @param reconnect Waits before a refused or lost connection is tried again.
     * @param connectTimeout Time one attempt to connect may take.
     * @param handshakeTimeout Time the handshake may take once a connection is up.
     * @param handshakes What peers may take before their handshake is done.
     * @param linger Time a closing socket still sends what is queued.
     * @param envelope When message headers travel with the body.
     * @param peerName Name this socket announces instead of 'zmq.peer-name'; empty to announce none.
     * @param properties Further properties to announce in the handshake. Names begin with 'X-'.
     * @param topics What a SUB or XSUB subscribes to, by prefix, or the groups that a DISH joins, from the start.
     *     Listeners may add others.
     * @param identity Name under which a ROUTER at the other end knows a REQ, DEALER or ROUTER.
     * @param oldestPeer Oldest ZMTP version that peers may speak.
     * @param immediate Whether messages are queued for connections that stand only, not for those still being made.
     * @param conflate Whether the queues keep the last message only.
     * @param notices Messages the socket makes by itself when connections come and go.
     * @param req Turns of a REQ socket.
     * @param router Peers of a ROUTER socket.
     * @param pubSub Subscriptions, of PUB, SUB, XPUB, XSUB and RADIO sockets.
     * @param stream Connections of a STREAM socket.
     * @param backlog Number of connections that the system may hold before they are accepted.
     * @param security Who may connect, and whether others can read along.
     * @param allowInsecureBind Whether this socket may listen where other machines reach it without being encrypted. As
     *     'zmq.allow-insecure-bind' says unless set.
     * @param tcp Connections over tcp.
     * @param ipc Who may connect over ipc.
     * @param udp Datagrams.
     */
    public record Socket(
            @DefaultValue("peer") SocketType type,
            @DefaultValue List<String> bind,
            @DefaultValue Map<String, List<String>> connect,
            @DefaultValue Send send,
            @DefaultValue Receive receive,
            @DefaultValue("16MB") ZmqLimit maxMessageSize,
            @DefaultValue("1024") ZmqLimit maxMessageParts,
            @DefaultValue Heartbeat heartbeat,
            @DefaultValue Reconnect reconnect,
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("10s") Duration handshakeTimeout,
            @DefaultValue Handshakes handshakes,
            @DefaultValue("5s") Duration linger,
            @DefaultValue("auto") EnvelopeMode envelope,
            @Nullable String peerName,
            @DefaultValue Map<String, String> properties,
            @DefaultValue List<String> topics,
            @Nullable String identity,
            @DefaultValue("v3-0") ZmtpVersion oldestPeer,
            @DefaultValue("false") boolean immediate,
            @DefaultValue("false") boolean conflate,
            @DefaultValue Notices notices,
            @DefaultValue Req req,
            @DefaultValue Router router,
            @DefaultValue PubSub pubSub,
            @DefaultValue Stream stream,
            @Nullable Integer backlog,
            @NestedConfigurationProperty @DefaultValue ZmqSocketSecurity security,
            @Nullable Boolean allowInsecureBind,
            @DefaultValue Tcp tcp,
            @DefaultValue Ipc ipc,
            @DefaultValue Udp udp) {

        /** Knows connections by the names that were written. */
        public Socket {
            connect = asWritten(connect);
        }
    }

    /**
     * Messages a socket makes by itself when connections come and go. Socket types to which one does not apply ignore it.
     *
     * @param probeRouter Whether REQ, DEALER and ROUTER send an empty message first on each new connection.
     * @param hello Text that DEALER, ROUTER, CLIENT, SERVER and PEER send first on each new connection.
     * @param disconnect Text that ROUTER, SERVER and PEER receive when a connection that was made to them ends.
     * @param hiccup Text that DEALER, CLIENT and PEER receive when a connection that they made breaks.
     */
    public record Notices(
            @DefaultValue("false") boolean probeRouter,
            @Nullable String hello,
            @Nullable String disconnect,
            @Nullable String hiccup) {}

    /**
     * Turns of a REQ socket.
     *
     * @param relaxed Whether a new request may be sent while the reply to the last is still due, as after a timeout.
     * @param correlate Whether each request carries an id that the reply must repeat, which REP and ROUTER do by
     *     themselves.
     */
    public record Req(
            @DefaultValue("true") boolean relaxed,
            @DefaultValue("true") boolean correlate) {}

    /**
     * Peers of a ROUTER socket.
     *
     * @param mandatory Whether a message to an unknown identity fails and one to a full queue waits. Otherwise both are
     *     dropped.
     * @param handover Whether a new peer takes over an identity in use.
     * @param notifyConnect Whether an empty message is received when a peer has come.
     * @param notifyDisconnect Whether an empty message is received when a peer has gone.
     */
    public record Router(
            @DefaultValue("true") boolean mandatory,
            @DefaultValue("false") boolean handover,
            @DefaultValue("false") boolean notifyConnect,
            @DefaultValue("false") boolean notifyDisconnect) {}

    /**
     * Subscriptions of PUB, SUB, XPUB, XSUB and RADIO sockets. Socket types to which one does not apply ignore it.
     *
     * @param notices Subscriptions that an XPUB receives as messages.
     * @param noDrop Whether PUB, XPUB and RADIO wait for peers without room. Otherwise those miss the message.
     * @param invertMatching Whether subscribers get what does not begin with one of their topics.
     * @param onlyFirstSubscribe Whether later frames of a message are looked at for subscriptions only if the first is one.
     * @param verboseUnsubscribe Whether an XSUB passes on each end of a subscription, not only the last of its topic.
     * @param welcome Text that PUB and XPUB send to every new peer first.
     * @param limits What one subscriber may ask for of PUB, XPUB and RADIO.
     */
    public record PubSub(
            @DefaultValue("first-and-last") PubSubOptions.Notices notices,
            @DefaultValue("false") boolean noDrop,
            @DefaultValue("false") boolean invertMatching,
            @DefaultValue("true") boolean onlyFirstSubscribe,
            @DefaultValue("false") boolean verboseUnsubscribe,
            @Nullable String welcome,
            @DefaultValue Limits limits) {}

    /**
     * What peers may take before their handshake is done. Each may be 'unlimited'.
     *
     * @param size Size of what one peer may send until then.
     * @param metadataSize Size of the properties one peer may announce.
     * @param atOnce Number of handshakes under way at one bound endpoint. Further connections wait.
     * @param perSource Number of these that one address has as its share. More may be cut off when others wait.
     */
    public record Handshakes(
            @DefaultValue("8KB") ZmqLimit size,
            @DefaultValue("4KB") ZmqLimit metadataSize,
            @DefaultValue("1024") ZmqLimit atOnce,
            @DefaultValue("64") ZmqLimit perSource) {}

    /**
     * What one subscriber may ask for. One that asks for more loses its connection. Each may be 'unlimited'.
     *
     * @param topics Number of different topics or groups.
     * @param size Size of all of them together.
     * @param topicSize Size of one of them.
     */
    public record Limits(
            @DefaultValue("100000") ZmqLimit topics,
            @DefaultValue("16MB") ZmqLimit size,
            @DefaultValue("4KB") ZmqLimit topicSize) {}

    /**
     * Connections of a STREAM socket.
     *
     * @param notices Whether an empty message is received when a connection has been made or has ended.
     */
    public record Stream(@DefaultValue("true") boolean notices) {}

    /**
     * Connections over tcp.
     *
     * @param ipv6 Whether IPv6 is used beside IPv4.
     * @param sendBuffer Size of the system's buffer for what is sent. Zero leaves it to the system.
     * @param receiveBuffer Size of the system's buffer for what is received. Zero leaves it to the system.
     * @param trafficClass Octet by which networks may tell traffic apart, 0 to 255. Zero leaves it to the system.
     * @param keepAlive Probes of silent connections by the system.
     * @param proxy SOCKS5 server that every connection is made through.
     */
    public record Tcp(
            @DefaultValue("true") boolean ipv6,
            @DefaultValue("0B") DataSize sendBuffer,
            @DefaultValue("0B") DataSize receiveBuffer,
            @DefaultValue("0") int trafficClass,
            @DefaultValue KeepAlive keepAlive,
            @Nullable Socks proxy) {}

    /**
     * Probes of silent connections by the system. Zero leaves a value to it.
     *
     * @param enabled Whether it probes at all.
     * @param idle Silence after which it begins, in whole seconds.
     * @param interval Time between two probes, in whole seconds.
     * @param probes Number of probes without an answer that end the connection.
     */
    public record KeepAlive(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("0s") Duration idle,
            @DefaultValue("0s") Duration interval,
            @DefaultValue("0") int probes) {}

    /**
     * A SOCKS5 server.
     *
     * @param host Name or address of the server.
     * @param port Port of the server.
     * @param user Name of the user, if the server asks for one.
     * @param password Password of the user. It is sent in clear text.
     */
    public record Socks(
            String host,
            @DefaultValue("1080") int port,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {

        /** Shows everything but the password. */
        @Override
        public String toString() {
            return "Socks[host=" + host + ", port=" + port + ", user=" + user + "]";
        }
    }

    /**
     * Who may connect over ipc.
     *
     * @param permissions Permissions of the socket file, as in 'rw-rw----'. Empty for what the process gives to its files.
     * @param users Names of the users whose processes may connect. Empty for all.
     */
    public record Ipc(
            @DefaultValue("") String permissions,
            @DefaultValue Set<String> users) {}

    /**
     * Datagrams.
     *
     * @param multicastHops Number of routers that a multicast datagram may pass, 0 to 255.
     * @param multicastLoop Whether sockets of this host receive what it multicasts.
     * @param maxDatagram Size of the largest datagram that is sent and accepted.
     * @param sendBuffer Size of the system's buffer for what is sent. Zero leaves it to the system.
     * @param receiveBuffer Size of the system's buffer for what is received. Zero leaves it to the system.
     */
    public record Udp(
            @DefaultValue("1") int multicastHops,
            @DefaultValue("true") boolean multicastLoop,
            @DefaultValue("8KB") DataSize maxDatagram,
            @DefaultValue("0B") DataSize sendBuffer,
            @DefaultValue("0B") DataSize receiveBuffer) {}

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
     * @param stopOn Failures after which it is not tried again.
     */
    public record Reconnect(
            @DefaultValue("100ms") Duration delay,
            @DefaultValue("2s") Duration maxDelay,
            @DefaultValue Set<io.zmqspring.Reconnect.Failure> stopOn) {}

    /**
     * Message headers on the wire.
     *
     * @param allow Comma-separated list of the application's headers that may be sent and received besides the built-in
     *     ones.
     */
    public record Headers(@DefaultValue List<String> allow) {}

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
