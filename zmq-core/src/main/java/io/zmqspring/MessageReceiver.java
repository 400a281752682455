package io.zmqspring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A socket that receives messages. Thread-safe: any thread may get any message. */
public interface MessageReceiver {

    /**
     * Takes the next message, waiting for it at most {@link SocketOptions#receiveTimeout()}.
     *
     * @return the message
     * @throws ZmqTimeoutException if nothing arrives in time
     * @throws ZmqStateException if it is not the socket's turn to receive (REQ, REP)
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    Message receive();

    /**
     * Takes the next message if there is one.
     *
     * @return the message, or null
     */
    @Nullable
    Message tryReceive();

    /**
     * Takes the next message, waiting for it for a given time.
     *
     * @param timeout how long to wait
     * @return the message, or null if nothing arrived in time
     */
    @Nullable
    Message tryReceive(Duration timeout);
}
