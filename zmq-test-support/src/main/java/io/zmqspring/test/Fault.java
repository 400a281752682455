package io.zmqspring.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What becomes of the octets that go one way over one connection of a {@link FaultProxy}. A fault is a description, immutable
 * and used for as many connections as one likes; {@link #begin} makes what remembers how far one of them is. What is random
 * comes from the proxy's seed.
 */
@FunctionalInterface
public interface Fault {
    /** What follows a piece. */
    enum End {
        /** The next piece. */
        NONE,
        /** The end of the stream: this direction is closed in order, the other stays as it is. */
        FINISH,
        /** A reset of the connection, in both directions and on both sides. */
        RESET
    }

    /**
     * Some octets on their way.
     *
     * @param octets the octets, in order behind those of the piece before; never changed
     * @param due when they may go on, as of {@link System#nanoTime()}
     * @param end what follows them; nothing after an end goes on
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(byte[] octets, long due, End end) {
        /**
         * The same time and end with other octets.
         *
         * @param octets the octets
         * @return the new piece
         */
        public Piece with(byte[] octets) {
            return new Piece(octets, due, end);
        }
    }

    /** One direction of one connection. Used by one thread. */
    @FunctionalInterface
    interface Stage {
        /**
         * Takes the next piece and gives on what becomes of it.
         *
         * @param piece the piece; its end is {@link End#FINISH} with the stream's own end
         * @param next takes any number of pieces, at once
         */
        void pass(Piece piece, Consumer<Piece> next);
    }

    /**
     * Begins with one direction of a new connection.
     *
     * @param random the connection's own random numbers
     * @return what takes its pieces
     */
    Stage begin(SplittableRandom random);

    /**
     * This fault, and what is left after it goes through another.
     *
     * @param second the other
     * @return both
     */
    default Fault then(Fault second) {
        return random -> {
            Stage first = begin(random);
            Stage after = second.begin(random);
            return (piece, next) -> first.pass(piece, between -> after.pass(between, next));
        };
    }

    /**
     * No fault.
     *
     * @return what passes everything on
     */
    static Fault none() {
        return random -> (piece, next) -> next.accept(piece);
    }

    /**
     * A way that takes time. The order stays; at most 64 KiB are under way.
     *
     * @param least the time it takes at least
     * @param jitter by how much longer it takes at most
     * @return the fault
     */
    static Fault delay(Duration least, Duration jitter) {
        return random -> (piece, next) -> {
            long more = jitter.isZero() ? 0 : random.nextLong(jitter.toNanos());
            next.accept(new Piece(piece.octets(), piece.due() + least.toNanos() + more, piece.end()));
        };
    }

    /**
     * A narrow way.
     *
     * @param octetsPerSecond how many octets go through in a second
     * @return the fault
     */
    static Fault throttle(long octetsPerSecond) {
        return random -> {
            long[] free = {System.nanoTime()};
            return (piece, next) -> {
                long due = free[0] - piece.due() > 0 ? free[0] : piece.due();
                free[0] = due + piece.octets().length * 1_000_000_000L / octetsPerSecond;
                next.accept(new Piece(piece.octets(), due, piece.end()));
            };
        };
    }

    /**
     * Other boundaries: each piece goes on in segments of its own.
     *
     * @param least octets of a segment, but for the last of a piece
     * @param most octets of a segment
     * @return the fault
     */
    static Fault chunks(int least, int most) {
        return random -> (piece, next) -> {
            byte[] octets = piece.octets();
            int from = 0;
            do {
                int to = Math.min(octets.length, from + least + random.nextInt(most - least + 1));
                byte[] chunk = Arrays.copyOfRange(octets, from, to);
                next.accept(new Piece(chunk, piece.due(), to == octets.length ? piece.end() : End.NONE));
                from = to;
            } while (from < octets.length);
        };
    }

    /**
     * An end in the middle.
     *
     * @param octets how many go through before
     * @param end the kind of end; {@link End#NONE} keeps the connection open and swallows what follows
     * @return the fault
     */
    static Fault cutAfter(long octets, End end) {
        return random -> {
            long[] left = {octets};
            return (piece, next) -> {
                int n = (int) Math.min(left[0], piece.octets().length);
                left[0] -= n;
                if (n == piece.octets().length && left[0] > 0) {
                    next.accept(piece);
                } else if (n > 0 || octets == 0) {
                    next.accept(new Piece(Arrays.copyOf(piece.octets(), n), piece.due(), end));
                }
            };
        };
    }

    /**
     * One wrong bit.
     *
     * @param octet the number of the octet, from 0, of which one bit, a random one, is turned around
     * @return the fault
     */
    static Fault flipBitOf(long octet) {
        return random -> {
            long[] passed = {0};
            return (piece, next) -> {
                long at = octet - passed[0];
                passed[0] += piece.octets().length;
                next.accept(at >= 0 && at < piece.octets().length ? flipped(piece, (int) at, random) : piece);
            };
        };
    }

    /**
     * Wrong bits, again and again.
     *
     * @param octets how many octets are right between two wrong ones, on average
     * @return the fault
     */
    static Fault flipBitsEvery(int octets) {
        return random -> {
            int[] right = {random.nextInt(2 * octets)};
            return (piece, next) -> {
                Piece result = piece;
                int at = right[0];
                for (; at < piece.octets().length; at += 1 + random.nextInt(2 * octets)) {
                    result = flipped(result, at, random);
                }
                right[0] = at - piece.octets().length;
                next.accept(result);
            };
        };
    }

    private static Piece flipped(Piece piece, int at, SplittableRandom random) {
        byte[] octets = piece.octets().clone();
        octets[at] ^= (byte) (1 << random.nextInt(8));
        return piece.with(octets);
    }
}
