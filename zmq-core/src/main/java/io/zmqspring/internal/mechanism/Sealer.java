package io.zmqspring.internal.mechanism;

/**
 * Puts frames into sealed ones. The order of calls is the order on the wire: a frame that was sealed must be sent, before any
 * that is sealed later.
 */
public interface Sealer {

    /** How many octets a sealed frame has more than what is in it. */
    int overhead();

    /**
     * Seals a frame.
     *
     * @param flags of {@link io.zmqspring.internal.codec.Frames}: MORE and COMMAND
     * @param prefix what the frame begins with
     * @param body what follows it
     * @param out receives the body of the sealed frame at its beginning: both and the overhead
     */
    void seal(int flags, byte[] prefix, byte[] body, byte[] out);

    /**
     * Reads the flags of a frame that was sealed here.
     *
     * @param sealed the body of the sealed frame, {@link #overhead()} octets of it at least
     */
    int flags(byte[] sealed);

    /** Overwrites the keys; nothing is called any more. */
    void wipe();
}
