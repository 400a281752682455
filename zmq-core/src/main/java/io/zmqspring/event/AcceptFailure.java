package io.zmqspring.event;

/** Why a connection was not accepted. */
public enum AcceptFailure {
    /** The options do not admit who connects, as {@link io.zmqspring.IpcOptions#users()}. */
    NOT_ADMITTED,
    /** As many handshakes as may be are under way; further connections wait until there is room. */
    CROWDED,
    /** The system refused, most often for want of file descriptors; it is tried again in a moment. */
    SYSTEM,
    /** An error of ours; the detail names it. */
    INTERNAL_ERROR
}
