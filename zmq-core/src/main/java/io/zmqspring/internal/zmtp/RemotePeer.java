package io.zmqspring.internal.zmtp;

import io.zmqspring.security.User;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake told of the other side.
 *
 * @param properties what it announced, and over that what the authenticator says of it
 * @param identity the identity it announced, empty if none
 * @param user whom the authenticator recognised; null if nobody
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RemotePeer(
        Map<String, String> properties,
        byte[] identity,
        @Nullable User user) {}
