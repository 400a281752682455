package io.zmqspring.internal.mechanism;

/**
 * What protects the frames of one connection after its handshake. The halves share nothing: each is used by whoever owns its
 * direction.
 *
 * @param sealer for what we send
 * @param opener for what we receive
 */
public record Sealing(Sealer sealer, Opener opener) {}
