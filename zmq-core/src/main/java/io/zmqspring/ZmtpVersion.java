package io.zmqspring;

/** The versions of ZMTP, the protocol between peers, oldest first. */
public enum ZmtpVersion {
    /** Of ZeroMQ 2.x (RFC 13): no socket types, no subscriptions, no mark by which other protocols could be told apart. */
    V1_0,
    /** Of ZeroMQ 3.x (RFC 15): socket types, but no security and no heartbeats. */
    V2_0,
    /** Of ZeroMQ 4.x (RFC 23): security mechanisms and properties. */
    V3_0,
    /** Of ZeroMQ 4.2 and newer (RFC 37): heartbeats. Newer peers are talked to in it. */
    V3_1
}
