package io.zmqspring.internal.pattern;

/** PULL (RFC 30) and GATHER (RFC 49): receives from the peers in turn. */
public final class PullPattern extends AbstractPattern {}
