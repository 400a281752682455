package io.zmqspring.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/** Direct buffers for writing. A connection has one only while octets are in it. Thread-safe. */
final class BufferPool {
    private static final int BUFFER_SIZE = 128 << 10;
    private static final int MAX_IDLE = 32;

    private final int bufferSize;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

    BufferPool() {
        this(BUFFER_SIZE);
    }

    BufferPool(int bufferSize) {
        this.bufferSize = bufferSize;
    }

    ByteBuffer acquire() {
        lock.lock();
        try {
            ByteBuffer buffer = idle.pollLast();
            if (buffer != null) {
                return buffer.clear();
            }
        } finally {
            lock.unlock();
        }
        return ByteBuffer.allocateDirect(bufferSize);
    }

    void release(ByteBuffer buffer) {
        lock.lock();
        try {
            if (idle.size() < MAX_IDLE) {
                idle.addLast(buffer);
            }
        } finally {
            lock.unlock();
        }
    }
}
