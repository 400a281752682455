package io.zmqspring.internal.engine;

/** What a {@link ConnectionWriter} asks of its event loop; a seam, so that interleavings can be tried without one. */
interface WritingLoop {
    /** Whether the current thread runs the loop. */
    boolean isMine();

    /** Runs a task on the loop, soon and in order. Any thread. */
    void execute(Runnable task);

    /** Whether senders leave writing to the loop, because there is much of it. */
    boolean isWritingALot();

    /** So many messages were written to a connection of this loop, by whatever thread. */
    void wrote(int messages);

    /** What connections write from. */
    BufferPool buffers();
}
