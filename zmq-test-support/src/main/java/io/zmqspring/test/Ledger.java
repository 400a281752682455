package io.zmqspring.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;

/**
 * Books of what was sent and what arrived. An entry is the body of a message: sender, sequence, CRC32C and a payload that
 * follows from a seed; a sender's entries are numbered from 0. Each consumer keeps its own {@link Reader}; {@link #figures()}
 * puts the readers together. Thread-safe but where said otherwise.
 */
public final class Ledger {
    private static final int HEADER = 12;

    private final long seed;
    private final int maxPayload;
    private final AtomicIntegerArray sent;
    private final List<Reader> readers = new ArrayList<>();

    /**
     * Opens the books.
     *
     * @param seed what the payloads follow from; entries of books with another seed count as damaged here
     * @param senders how many senders there are, numbered from 0
     * @param maxPayload payloads are of 0 to so many octets
     */
    public Ledger(long seed, int senders, int maxPayload) {
        this.seed = seed;
        this.maxPayload = maxPayload;
        this.sent = new AtomicIntegerArray(senders);
    }

    /**
     * A sender's next entry. For one thread at a time for each sender.
     *
     * @param sender the sender
     * @return the body to be sent
     */
    public byte[] next(int sender) {
        return entry(sender, sent.getAndIncrement(sender));
    }

    /**
     * Takes {@link #next} back, because it was not accepted.
     *
     * @param sender the sender
     */
    public void notSent(int sender) {
        sent.decrementAndGet(sender);
    }

    /**
     * Entries of one sender so far.
     *
     * @param sender the sender
     * @return their number
     */
    public int sent(int sender) {
        return sent.get(sender);
    }

    /**
     * Entries of all senders so far.
     *
     * @return their number
     */
    public long sent() {
        long sum = 0;
        for (int i = 0; i < sent.length(); i++) {
            sum += sent.get(i);
        }
        return sum;
    }

    private byte[] entry(int sender, int sequence) {
        SplittableRandom random = new SplittableRandom(seed + sender * 0x9e3779b97f4a7c15L + sequence * 31L);
        byte[] body = new byte[HEADER + random.nextInt(maxPayload + 1)];
        ByteBuffer out = ByteBuffer.wrap(body).putInt(sender).putInt(sequence).putInt(0);
        while (out.remaining() >= Long.BYTES) {
            out.putLong(random.nextLong());
        }
        while (out.hasRemaining()) {
            out.put((byte) random.nextInt());
        }
        return out.putInt(8, crc(body)).array();
    }

    private static int crc(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body, 0, 8);
        crc.update(body, HEADER, body.length - HEADER);
        return (int) crc.getValue();
    }

    /**
     * Opens the books of one more consumer.
     *
     * @return its books
     */
    public synchronized Reader reader() {
        Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    /** What one consumer has seen. For one thread. */
    public final class Reader {
        private final BitSet[] seen = new BitSet[sent.length()];
        private final int[] last = new int[sent.length()];
        private volatile long count;
        private long duplicated;
        private long reordered;
        private long damaged;

        private Reader() {
            Arrays.setAll(seen, i -> new BitSet());
            Arrays.fill(last, -1);
        }

        /**
         * Enters a received body.
         *
         * @param body the body
         * @return how far its sender's sequence has gone on by it, 0 if it is damaged
         */
        @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // one thread writes it
        public int enter(byte[] body) {
            count++;
            if (body.length < HEADER) {
                damaged++;
                return 0;
            }
            ByteBuffer in = ByteBuffer.wrap(body);
            int sender = in.getInt();
            int sequence = in.getInt();
            if (in.getInt() != crc(body)
                    || sender < 0
                    || sender >= seen.length
                    || !Arrays.equals(body, entry(sender, sequence))) {
                damaged++;
                return 0;
            }
            if (seen[sender].get(sequence)) {
                duplicated++;
            }
            seen[sender].set(sequence);
            int step = sequence - last[sender];
            if (step < 0) {
                reordered++;
            }
            last[sender] = sequence;
            return step;
        }

        /**
         * Bodies entered so far, damaged ones included.
         *
         * @return their number
         */
        public long count() {
            return count;
        }
    }

    /**
     * The result.
     *
     * @param lost sent and seen by no consumer
     * @param gaps runs of consecutive lost ones, over all senders
     * @param longestGap the longest of them
     * @param duplicated seen twice
     * @param reordered seen by a consumer after a later one of the same sender
     * @param damaged not as it was sent, or never sent
     */
    public record Figures(long lost, long gaps, long longestGap, long duplicated, long reordered, long damaged) {
        /** Everything arrived once, whole and in order. */
        public static final Figures PERFECT = new Figures(0, 0, 0, 0, 0, 0);
    }

    /**
     * Puts the readers together; to be called when nothing is on its way any more.
     *
     * @return the result
     */
    public synchronized Figures figures() {
        long lost = 0;
        long gaps = 0;
        long longest = 0;
        long duplicated = 0;
        for (int sender = 0; sender < sent.length(); sender++) {
            BitSet all = new BitSet();
            for (Reader reader : readers) {
                BitSet both = (BitSet) all.clone();
                both.and(reader.seen[sender]);
                duplicated += both.cardinality();
                all.or(reader.seen[sender]);
            }
            int end = sent.get(sender);
            for (int from = all.nextClearBit(0); from < end; ) {
                int to = all.nextSetBit(from);
                int gap = (to < 0 ? end : Math.min(to, end)) - from;
                lost += gap;
                longest = Math.max(longest, gap);
                gaps++;
                from = all.nextClearBit(from + gap);
            }
        }
        long reordered = 0;
        long damaged = 0;
        for (Reader reader : readers) {
            duplicated += reader.duplicated;
            reordered += reader.reordered;
            damaged += reader.damaged;
        }
        return new Figures(lost, gaps, longest, duplicated, reordered, damaged);
    }

    /**
     * Bodies the consumers have entered so far.
     *
     * @return their number
     */
    public synchronized long received() {
        return readers.stream().mapToLong(Reader::count).sum();
    }

    /**
     * Nothing is lost, duplicated, reordered or damaged.
     *
     * @throws AssertionError if anything is
     */
    public void assertPerfect() {
        Figures figures = figures();
        if (!figures.equals(Figures.PERFECT) || received() != sent()) {
            throw new AssertionError(sent() + " sent, " + received() + " received, " + figures);
        }
    }
}
