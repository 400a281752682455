package io.zmqspring;

/**
 * The SERVER socket (RFC 41): answers any number of CLIENTs, each by the routing id that its messages carry; single frames.
 */
public interface ServerSocket extends RoutedSocket, Connectable {}
