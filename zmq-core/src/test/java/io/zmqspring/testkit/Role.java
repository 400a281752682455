package io.zmqspring.testkit;

/** What our socket does on a {@link Link}: for {@code @EnumSource}. */
public enum Role {
    TCP_BINDS(TestTransport.TCP, true),
    TCP_CONNECTS(TestTransport.TCP, false),
    IPC_BINDS(TestTransport.IPC, true),
    IPC_CONNECTS(TestTransport.IPC, false);

    private final TestTransport transport;
    private final boolean binds;

    Role(TestTransport transport, boolean binds) {
        this.transport = transport;
        this.binds = binds;
    }

    public TestTransport transport() {
        return transport;
    }

    public boolean binds() {
        return binds;
    }
}
