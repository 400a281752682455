package io.zmqspring;

/**
 * Who may connect to an ipc endpoint.
 *
 * @param permissions of the socket file as in {@code rw-rw----}, or empty for what the process' umask gives
 */
public record IpcOptions(String permissions) {
    /** What the process' umask gives. */
    public static final IpcOptions DEFAULT = new IpcOptions("");
}
