package io.zmqspring.internal.mechanism;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;

/**
 * What a handshake waits for.
 *
 * @param authenticator who is to be asked
 * @param credentials about whom
 */
public record Question(Authenticator authenticator, Credentials credentials) {}
