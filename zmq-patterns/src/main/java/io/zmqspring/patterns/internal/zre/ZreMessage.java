package io.zmqspring.patterns.internal.zre;

/**
 * A command as it travels.
 *
 * @param version the edition of the protocol
 * @param sequence 1 for the first on a connection and one more for each that follows, modulo 65536
 * @param command what it says
 */
public record ZreMessage(ZreVersion version, int sequence, ZreCommand command) {}
