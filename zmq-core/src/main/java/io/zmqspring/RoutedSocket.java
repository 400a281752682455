package io.zmqspring;

import java.time.Duration;
import java.util.Optional;

/**
 * A socket that names the peer each message goes to by a routing id: an unsigned 32-bit number, never 0, given out by this
 * socket and unknown to the other side.
 *
 * <p>Each id has its own queue in each direction, bounded by {@link SocketOptions}. Incoming messages are taken from the
 * peers in turn. Thread-safe: any number of threads may send and receive at once. An interrupt ends the waiting call with
 * {@link ZmqInterruptedException} and does nothing else. A received multipart message is discarded whole and counted as
 * {@link DropReason#MULTIPART}.
 */
public interface RoutedSocket extends ZmqSocket, MessageReceiver {

    /**
     * Returns one peer.
     *
     * @param routingId the peer
     * @return what is known of it, empty if there is no such peer
     */
    default Optional<PeerInfo> peer(int routingId) {
        return peers().stream().filter(peer -> peer.routingId() == routingId).findFirst();
    }

    /**
     * Ends a connection, made or accepted. What is queued for it is sent within the linger; the id ends at once.
     *
     * @param routingId the connection
     * @throws ZmqUnroutableException if there is no such peer
     * @throws ZmqClosedException if the socket is closed
     */
    void disconnectPeer(int routingId);

    /**
     * Queues a message for a peer. While the peer's queue is full it waits, at most
     * {@link SocketOptions#sendTimeout()}.
     *
     * @param routingId the peer
     * @param message the message
     * @throws ZmqUnroutableException if there is no such peer, also if it goes while the call waits
     * @throws ZmqQueueFullException if the queue stays full
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void send(int routingId, Message message);

    /**
     * Queues a message for a peer unless its queue is full.
     *
     * @param routingId the peer
     * @param message the message
     * @return false if the queue is full and the message was not taken
     * @throws ZmqUnroutableException if there is no such peer
     * @throws ZmqClosedException if the socket is closed
     */
    boolean trySend(int routingId, Message message);

    /**
     * Queues a message for a peer, waiting for room for a given time.
     *
     * @param routingId the peer
     * @param message the message
     * @param timeout how long to wait while the queue is full
     * @return false if the queue stayed full and the message was not taken
     * @throws ZmqUnroutableException if there is no such peer, also if it goes while the call waits
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    boolean trySend(int routingId, Message message, Duration timeout);
}
