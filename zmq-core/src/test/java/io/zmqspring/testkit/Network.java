package io.zmqspring.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host of its own behind a cable that can be cut: a network namespace of Linux and a pair of virtual interfaces. Needs root,
 * see {@link Shell#noNetworks}.
 */
public final class Network implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name = "zmq" + ProcessHandle.current().pid() % 1_000_000 + "n" + NUMBER.incrementAndGet();
    private final String cable = name + "a";

    public Network() {
        Shell.run("ip", "netns", "add", name);
        try {
            Shell.run("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
            Shell.run("ip", "addr", "add", "10.213.7.1/30", "dev", cable);
            Shell.run("ip", "link", "set", cable, "up");
            there("ip", "addr", "add", "10.213.7.2/30", "dev", "eth0");
            there("ip", "link", "set", "eth0", "up");
            there("ip", "link", "set", "lo", "up");
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** The other host, as this one sees it. */
    public String host() {
        return "10.213.7.2";
    }

    /** The interface on this side. */
    public String cable() {
        return cable;
    }

    /** What a command has before it to be run on the other host. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a command on the other host. */
    public String there(String... command) {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(List.of(command));
        return Shell.run(all);
    }

    @Override
    public void close() {
        try {
            Shell.run("ip", "link", "del", cable); // at once; with the namespace it would go some time later
        } finally {
            Shell.run("ip", "netns", "del", name);
        }
    }
}
