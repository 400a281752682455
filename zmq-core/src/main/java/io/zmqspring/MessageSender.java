package io.zmqspring;

import java.time.Duration;

/** A socket that sends messages to a peer, or peers, of its own choice. Thread-safe. */
public interface MessageSender {

    /**
     * Queues a message. While no peer has room it waits, at most {@link SocketOptions#sendTimeout()}; socket types that
     * publish never wait.
     *
     * @param message the message
     * @throws ZmqQueueFullException if no peer has room in time
     * @throws ZmqUnroutableException if the message names a peer that does not exist (ROUTER)
     * @throws ZmqStateException if it is not the socket's turn to send (REQ, REP)
     * @throws IllegalArgumentException if the message has several frames and the socket type sends one
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void send(Message message);

    /**
     * Queues a message unless no peer has room.
     *
     * @param message the message
     * @return false if no peer has room and the message was not taken
     * @throws ZmqUnroutableException if the message names a peer that does not exist (ROUTER)
     * @throws ZmqStateException if it is not the socket's turn to send (REQ, REP)
     * @throws IllegalArgumentException if the message has several frames and the socket type sends one
     * @throws ZmqClosedException if the socket is closed
     */
    boolean trySend(Message message);

    /**
     * Queues a message, waiting for room for a given time.
     *
     * @param message the message
     * @param timeout how long to wait
     * @return false if no peer had room in time and the message was not taken
     * @throws ZmqUnroutableException if the message names a peer that does not exist (ROUTER)
     * @throws ZmqStateException if it is not the socket's turn to send (REQ, REP)
     * @throws IllegalArgumentException if the message has several frames and the socket type sends one
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    boolean trySend(Message message, Duration timeout);

    /**
     * Waits until some peer has room for a small message and it is the socket's turn to send, without sending. Where several
     * threads send, the room may be gone again.
     *
     * @param timeout how long to wait
     * @return false if there was no room in time
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    boolean awaitRoom(Duration timeout);
}
