package io.zmqspring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The properties below {@code zmq.mesh.<name>}: the application as a node of a mesh. An immutable value.
 *
 * @param discovery How nodes find each other.
 * @param networkInterface Name of the only network interface to use, as 'eth0'; 'loopback' stays on this machine, whatever its name is
 *     there. All interfaces unless set.
 * @param port Port where the node receives. Zero picks a free one.
 * @param nodeName Name of the node for people, which need not be unique. As 'zmq.peer-name' says unless set; if that is empty, the
 *     first digits of the node's id.
 * @param groups Groups to be in from the start. Those of '@ZmqMeshListener' methods are joined besides.
 * @param headers What the node says of itself, by name, for instance services that it offers.
 * @param evasiveAfter Silence after which a peer is asked whether it is there.
 * @param expireAfter Silence after which a peer is gone. More than 'evasive-after'.
 * @param highWaterMark Number of messages that wait for one peer before senders do. 100 for each second of 'expire-after' unless set.
 * @param maxPeers Number of other nodes to talk to. More are ignored.
 * @param sendTimeout Time a message waits for room in the queue of a peer before the peer is given up.
 * @param linger Time a stopping node still sends what is queued.
 * @param security Keys, if everything between nodes is to be encrypted.
 * @param allowInsecureBind Whether the node may be where other machines reach it without being encrypted. As
 *     'zmq.allow-insecure-bind' says unless set.
 */
public record ZmqMeshProperties(
        @DefaultValue Discovery discovery,
        @Name("interface") @Nullable String networkInterface,
        @DefaultValue("0") int port,
        @Nullable String nodeName,
        @DefaultValue List<String> groups,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("5s") Duration evasiveAfter,
        @DefaultValue("30s") Duration expireAfter,
        @Nullable Integer highWaterMark,
        @DefaultValue("1000") int maxPeers,
        @DefaultValue("1s") Duration sendTimeout,
        @DefaultValue("1s") Duration linger,
        @Nullable Security security,
        @Nullable Boolean allowInsecureBind) {

    /** The interface that is called otherwise on each system. */
    public static final String LOOPBACK = "loopback";

    /**
     * How nodes find each other.
     *
     * @param type Way in which they do.
     * @param port UDP port of beacons, the same for all nodes of a mesh. 5670 unless set.
     * @param multicastGroup Address that beacons are sent to, instead of a broadcast.
     * @param interval Time from one beacon to the next, or from one lookup to the next. One second unless set.
     * @param endpoints Endpoints of other nodes, as 'tcp://10.0.0.7:5671', for 'static'. Those that are looked up, as
     *     'dns://fleet:5671', stand for all that are found.
     * @param bind Endpoint where other nodes come to gossip, as 'tcp://10.0.0.7:5672', for 'gossip'.
     * @param connect Endpoints of nodes to gossip with, for 'gossip'.
     * @param service Name of the service whose instances are nodes, for 'client'; with '/' and a name behind it if they announce their
     *     port under that name.
     */
    public record Discovery(
            @DefaultValue("udp") Type type,
            @Nullable Integer port,
            @Nullable String multicastGroup,
            @Nullable Duration interval,
            @DefaultValue List<String> endpoints,
            @Nullable String bind,
            @DefaultValue List<String> connect,
            @Nullable String service) {

        /** A way in which nodes find each other. */
        public enum Type {
            /** Each tells the network that it is there, by UDP. */
            UDP,
            /** Each knows where others are. */
            STATIC,
            /** Some know some, and tell each other. */
            GOSSIP,
            /** The application's registry of services knows where they are. */
            CLIENT
        }
    }

    /**
     * Keys of a node, and who else may come in.
     *
     * @param secretKey Own secret key: 40 characters of Z85. Better kept in a file.
     * @param keyFile File with the own secret key, instead of 'secret-key'.
     * @param publicKey Own public key, which is checked against the secret key if it is set.
     * @param accept Public keys of the other nodes, each with the name of its owner if a space and a name follow.
     * @param acceptFile File of such keys, one in a line, instead of 'accept'. It may change while the application runs.
     * @param authenticator Name or qualifier of the 'Authenticator' bean that decides about nodes, instead of 'accept'.
     */
    public record Security(
            @Nullable String secretKey,
            @Nullable Path keyFile,
            @Nullable String publicKey,
            @DefaultValue List<String> accept,
            @Nullable Path acceptFile,
            @Nullable String authenticator) {

        /** As a server of CURVE has it. */
        ZmqSocketSecurity asOfSocket() {
            return new ZmqSocketSecurity(
                    ZmqSocketSecurity.Mechanism.CURVE,
                    null,
                    secretKey,
                    keyFile,
                    publicKey,
                    accept,
                    acceptFile,
                    null,
                    null,
                    Map.of(),
                    authenticator);
        }

        /** Shows no secret. */
        @Override
        public String toString() {
            return "Security[publicKey=" + publicKey + "]";
        }
    }
}
