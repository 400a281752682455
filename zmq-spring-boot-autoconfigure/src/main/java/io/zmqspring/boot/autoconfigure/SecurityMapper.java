package io.zmqspring.boot.autoconfigure;

import io.zmqspring.security.AllowedUsers;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.OwnKeys;
import io.zmqspring.security.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.util.StringUtils;

/** Turns what properties say of security into options of sockets and meshes, or says what is missing, never a secret. */
public final class SecurityMapper {
    private static final String KEYS =
            "a pair is made by 'java -cp zmq-core.jar io.zmqspring.security.KeyGenerator <path>'";

    private final Function<String, Authenticator> authenticators;
    private final KeyFiles keyFiles;

    /**
     * Makes a mapper.
     *
     * @param authenticators finds the bean of a name or qualifier
     * @param keyFiles sees when the key files of sockets change
     */
    SecurityMapper(Function<String, Authenticator> authenticators, KeyFiles keyFiles) {
        this.authenticators = authenticators;
        this.keyFiles = keyFiles;
    }

    /**
     * Makes the option.
     *
     * @param socket the socket's name
     * @param properties its properties
     * @return the option
     * @throws ZmqSecurityException if the properties do not say what is needed, or contradict each other
     */
    Security map(String socket, ZmqSocketSecurity properties) {
        return new Reader("zmq.sockets." + socket + ".security", ".mechanism", properties).read();
    }

    /**
     * What an encrypted node of a mesh needs.
     *
     * @param own its keys
     * @param judge who may come in
     */
    public record NodeKeys(CurveKeyPair own, Authenticator judge) {}

    /**
     * Reads the keys of a node.
     *
     * @param mesh the mesh's name
     * @param properties what its properties say
     * @return the keys
     * @throws ZmqSecurityException if the properties do not say what is needed, or contradict each other
     */
    public NodeKeys keysOf(String mesh, ZmqMeshProperties.Security properties) {
        return new Reader("zmq.mesh." + mesh + ".security", "", properties.asOfSocket()).node();
    }

    /** Reads the properties of one socket or mesh. */
    private final class Reader {
        private final String prefix;
        private final String mechanism;
        private final ZmqSocketSecurity properties;

        Reader(String prefix, String mechanism, ZmqSocketSecurity properties) {
            this.prefix = prefix;
            this.mechanism = mechanism;
            this.properties = properties;
        }

        NodeKeys node() {
            Authenticator judge = judge(
                    "a node lets in nobody whom it does not know, and it knows nobody",
                    "list the public keys of the other nodes in '" + prefix + ".accept' or in a file, '" + prefix
                            + ".accept-file', or let '" + prefix + ".authenticator' name an Authenticator bean");
            return new NodeKeys(ownPair(), judge);
        }

        Security read() {
            return switch (properties.mechanism()) {
                case NONE -> none();
                case PLAIN -> plain();
                case CURVE -> curve();
            };
        }

        private Security none() {
            refuseAllBut("a socket without a mechanism", "authenticator");
            return isSet(properties.authenticator()) ? Security.none(authenticator()) : Security.none();
        }

        private Security plain() {
            if (isSet(properties.username()) || isSet(properties.password())) {
                refuseAllBut("a client of PLAIN, which has a username,", "username", "password");
                return value(
                        "username",
                        () -> Security.plainClient(
                                required("username", properties.username()),
                                required("password", properties.password())));
            }
            refuseAllBut("a server of PLAIN", "users", "authenticator");
            return Security.plainServer(judge(
                    "a server of PLAIN lets in nobody whom it does not know, and it knows nobody",
                    "set '" + prefix + ".users.<name>=<password>', or let '" + prefix
                            + ".authenticator' name an Authenticator bean; a client sets '" + prefix
                            + ".username' and '.password'"));
        }

        private Security curve() {
            if (isSet(properties.serverKey())) {
                refuseAllBut(
                        "a client of CURVE, which has a server-key,",
                        "server-key",
                        "secret-key",
                        "key-file",
                        "public-key");
                OwnKeys own = ownKeys();
                String serverKey = required("server-key", properties.serverKey());
                return value("server-key", () -> Security.curveClient(own, CurveKey.parse(serverKey)));
            }
            refuseAllBut(
                    "a server of CURVE",
                    "secret-key",
                    "key-file",
                    "public-key",
                    "accept",
                    "accept-file",
                    "authenticator");
            Authenticator judge = judge(
                    "a server of CURVE lets in nobody whom it does not know, and it knows nobody",
                    "list the public keys of its clients in '" + prefix + ".accept' or in a file, '" + prefix
                            + ".accept-file', or let '" + prefix + ".authenticator' name an Authenticator bean;"
                            + " a client sets '" + prefix + ".server-key'");
            OwnKeys own = ownKeys();
            return value("mechanism", () -> Security.curveServer(own, judge));
        }

        private OwnKeys ownKeys() {
            Path file = properties.keyFile();
            if (file == null || isSet(properties.secretKey())) {
                return OwnKeys.of(ownPair());
            }
            KeyFile keyFile = new KeyFile(file, this::ownPair);
            keyFiles.watch(keyFile);
            return keyFile.keys();
        }

        private CurveKeyPair ownPair() {
            String secret = isSet(properties.secretKey()) ? properties.secretKey() : null;
            Path file = properties.keyFile();
            if (secret != null && file == null) {
                return pair("secret-key", secret);
            }
            if (secret == null && file != null) {
                return pair("key-file", content(file));
            }
            throw refusal(
                    "",
                    secret == null
                            ? "CURVE needs a key pair of its own, and there is none"
                            : "there is both a secret-key and a key-file",
                    "set either '" + prefix + ".key-file' or '" + prefix + ".secret-key'; " + KEYS);
        }

        private CurveKeyPair pair(String property, String secret) {
            CurveKeyPair pair = value(property, () -> CurveKeyPair.ofSecret(secret));
            String said = properties.publicKey();
            if (said != null
                    && !said.isEmpty()
                    && !value("public-key", () -> CurveKey.parse(said)).equals(pair.publicKey())) {
                throw refusal(
                        ".public-key",
                        "it does not belong to the secret key; " + pair.publicKey() + " does",
                        "see whether they are of two pairs, or leave the property out");
            }
            return pair;
        }

        private String content(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException failure) {
                throw refusal(
                        ".key-file",
                        "the file cannot be read: " + failure,
                        "correct the path, or let the user of this process read the file");
            }
        }

        /** Exactly one of the ways to say who may come. */
        private Authenticator judge(String problem, String wayOut) {
            Map<String, Supplier<Authenticator>> ways = new LinkedHashMap<>();
            if (!properties.accept().isEmpty()) {
                ways.put("accept", () -> value("accept", () -> AcceptedKeys.parse(properties.accept())));
            }
            Path file = properties.acceptFile();
            if (file != null) {
                ways.put("accept-file", () -> value("accept-file", () -> AcceptFile.open(file)));
            }
            if (!properties.users().isEmpty()) {
                ways.put("users", () -> Authenticator.users(AllowedUsers.of(properties.users())));
            }
            if (isSet(properties.authenticator())) {
                ways.put("authenticator", this::authenticator);
            }
            if (ways.isEmpty()) {
                throw refusal("", problem, wayOut);
            }
            if (ways.size() > 1) {
                throw refusal(
                        "",
                        "each of " + String.join(" and ", ways.keySet()) + " says who may connect",
                        "set one of them alone; an Authenticator bean can join several rules");
            }
            return ways.values().iterator().next().get();
        }

        private Authenticator authenticator() {
            String name = required("authenticator", properties.authenticator());
            try {
                return authenticators.apply(name);
            } catch (BeansException missing) {
                throw refusal(
                        ".authenticator",
                        "there is no bean '" + name + "' of type " + Authenticator.class.getName(),
                        "define one of that name or qualifier, or correct the name");
            }
        }

        private void refuseAllBut(String who, String... usable) {
            Map<String, Boolean> set = new LinkedHashMap<>();
            set.put("server-key", isSet(properties.serverKey()));
            set.put("secret-key", isSet(properties.secretKey()));
            set.put("key-file", properties.keyFile() != null);
            set.put("public-key", isSet(properties.publicKey()));
            set.put("accept", !properties.accept().isEmpty());
            set.put("accept-file", properties.acceptFile() != null);
            set.put("username", isSet(properties.username()));
            set.put("password", isSet(properties.password()));
            set.put("users", !properties.users().isEmpty());
            set.put("authenticator", isSet(properties.authenticator()));
            set.keySet().removeAll(List.of(usable));
            set.values().removeIf(present -> !present);
            if (!set.isEmpty()) {
                throw refusal(
                        "",
                        who + " has no use for " + String.join(", ", set.keySet())
                                + ", and whoever wrote that expects otherwise",
                        "remove it, or correct '" + prefix + ".mechanism', which is "
                                + properties.mechanism().name().toLowerCase(Locale.ROOT));
            }
        }

        private String required(String property, @Nullable String value) {
            if (value == null || value.isEmpty()) {
                throw refusal("." + property, "it is missing", "set it");
            }
            return value;
        }

        /** Says which property has a value that cannot be, or that a library is missing. */
        private <T> T value(String property, Supplier<T> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException invalid) {
                throw refusal(
                        "." + property,
                        String.valueOf(invalid.getMessage()),
                        "correct it; in a YAML file, keys stand within single quotes");
            } catch (IllegalStateException missing) {
                throw refusal(
                        mechanism,
                        String.valueOf(missing.getMessage()),
                        "add the dependency org.bouncycastle:bcprov-jdk18on");
            }
        }

        private ZmqSecurityException refusal(String property, String problem, String wayOut) {
            return new ZmqSecurityException(prefix + property, problem, wayOut);
        }
    }

    private static boolean isSet(@Nullable String value) {
        return StringUtils.hasLength(value);
    }
}
