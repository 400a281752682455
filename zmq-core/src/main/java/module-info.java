/**
 * ZeroMQ messaging in pure Java: ZMTP 3.1 over tcp and ipc, and inproc between the sockets of one context.
 */
module io.zmqspring.core {
    requires static transitive org.jspecify;
    requires jdk.net;
    requires static com.google.errorprone.annotations;
    requires static org.bouncycastle.provider;

    exports io.zmqspring;
    exports io.zmqspring.event;
    exports io.zmqspring.security;
}
