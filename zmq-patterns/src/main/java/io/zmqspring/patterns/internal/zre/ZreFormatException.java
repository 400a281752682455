package io.zmqspring.patterns.internal.zre;

/** A message that begins as one of ours and is none: its sender is at fault. */
public final class ZreFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ZreFormatException(String message) {
        super(message, null, false, false); // a stack trace of ours says nothing of a fault of theirs
    }
}
