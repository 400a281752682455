package io.zmqspring.patterns.internal.zre;

import org.jspecify.annotations.Nullable;

/** An edition of the protocol. Its beacons and its commands carry numbers of their own. */
public enum ZreVersion {
    /** 36/ZRE. */
    V2(1, 2),
    /** 43/ZRE: beacons may carry a CURVE key. */
    V3(3, 3);

    private final byte beacon;
    private final byte command;

    ZreVersion(int beacon, int command) {
        this.beacon = (byte) beacon;
        this.command = (byte) command;
    }

    /**
     * By the number that its commands say.
     *
     * @throws IllegalArgumentException if it is neither 2 nor 3
     */
    public static ZreVersion of(int number) {
        ZreVersion version = byCommand((byte) number);
        if (version == null) {
            throw new IllegalArgumentException("version=" + number + " of ZRE must be 2 or 3");
        }
        return version;
    }

    byte ofBeacon() {
        return beacon;
    }

    byte ofCommand() {
        return command;
    }

    static @Nullable ZreVersion byBeacon(byte octet) {
        return octet == V2.beacon ? V2 : octet == V3.beacon ? V3 : null;
    }

    static @Nullable ZreVersion byCommand(byte octet) {
        return octet == V2.command ? V2 : octet == V3.command ? V3 : null;
    }
}
