package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.ProtocolException;

/** Takes frames out of sealed ones, in the order in which they arrive. */
public interface Opener {

    /** How many octets a sealed frame has more than what is in it. */
    int overhead();

    /** Opens the body of a sealed frame. Whoever calls may not use it afterwards. */
    byte[] open(byte[] sealed) throws ProtocolException;

    /** The flags of the frame that was opened last, of {@link io.zmqspring.internal.codec.Frames}: MORE and COMMAND. */
    int flags();

    /** Overwrites the keys; nothing is called any more. */
    void wipe();
}
