package io.zmqspring.test;

import io.zmqspring.test.Fault.End;
import io.zmqspring.test.Fault.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Faults that know where ZMTP 3 frames begin and end (RFC 37, "Framing"): what somebody does who sits in the middle and cannot
 * read them. The greeting, 64 octets, passes as it is; frames are numbered from 0, commands of the handshake included.
 */
public final class FrameFault {
    private static final int GREETING = 64;
    private static final int LONG = 2;

    private FrameFault() {}

    /** What becomes of frames. Used by one thread for one direction of one connection. */
    @FunctionalInterface
    public interface Editor {
        /**
         * Takes the next frame.
         *
         * @param number its number
         * @param frame the whole frame with its header
         * @param next takes any number of frames
         */
        void frame(int number, byte[] frame, Consumer<byte[]> next);
    }

    /** Makes the editor of one direction of one connection. */
    @FunctionalInterface
    public interface Edit {
        /**
         * Begins with a new connection.
         *
         * @param random its random numbers
         * @return its editor
         */
        Editor begin(SplittableRandom random);
    }

    /**
     * A fault of whole frames. Each is held until it is complete.
     *
     * @param edit makes an editor for each connection
     * @return the fault
     */
    public static Fault of(Edit edit) {
        return random -> new Frames(edit.begin(random));
    }

    /**
     * One frame comes twice.
     *
     * @param number the number of the frame
     * @return the fault
     */
    public static Fault duplicate(int number) {
        return of(random -> (n, frame, next) -> {
            next.accept(frame);
            if (n == number) {
                next.accept(frame);
            }
        });
    }

    /**
     * One frame does not come.
     *
     * @param number the number of the frame
     * @return the fault
     */
    public static Fault drop(int number) {
        return of(random -> (n, frame, next) -> {
            if (n != number) {
                next.accept(frame);
            }
        });
    }

    /**
     * One frame comes after the next one.
     *
     * @param number the number of the frame
     * @return the fault
     */
    public static Fault swap(int number) {
        return of(random -> {
            List<byte[]> held = new ArrayList<>(1);
            return (n, frame, next) -> {
                if (n == number) {
                    held.add(frame);
                    return;
                }
                next.accept(frame);
                held.forEach(next);
                held.clear();
            };
        });
    }

    /**
     * One frame comes again, later.
     *
     * @param number the number of the frame
     * @param after the number of the frame that it follows the second time
     * @return the fault
     */
    public static Fault replay(int number, int after) {
        return of(random -> {
            List<byte[]> recorded = new ArrayList<>(1);
            return (n, frame, next) -> {
                next.accept(frame);
                if (n == number) {
                    recorded.add(frame);
                }
                if (n == after) {
                    recorded.forEach(next);
                }
            };
        });
    }

    /**
     * Tells somebody of each frame, and changes nothing: to record what another connection is sent.
     *
     * @param listener takes each frame, on a thread of the proxy's
     * @return the fault
     */
    public static Fault record(Consumer<byte[]> listener) {
        return of(random -> (n, frame, next) -> {
            listener.accept(frame);
            next.accept(frame);
        });
    }

    private static final class Frames implements Fault.Stage {
        private final Editor editor;
        private byte[] incomplete = new byte[0];
        private boolean greeted;
        private int number;

        Frames(Editor editor) {
            this.editor = editor;
        }

        @Override
        public void pass(Piece piece, Consumer<Piece> next) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] all = Arrays.copyOf(incomplete, incomplete.length + piece.octets().length);
            System.arraycopy(piece.octets(), 0, all, incomplete.length, piece.octets().length);
            int from = 0;
            for (int size = size(all, from); size > 0 && size <= all.length - from; size = size(all, from)) {
                byte[] frame = Arrays.copyOfRange(all, from, from + size);
                if (greeted) {
                    editor.frame(number++, frame, out::writeBytes);
                } else {
                    out.writeBytes(frame);
                    greeted = true;
                }
                from += size;
            }
            incomplete = Arrays.copyOfRange(all, from, all.length);
            if (piece.end() != End.NONE) {
                out.writeBytes(incomplete);
            }
            if (out.size() > 0 || piece.end() != End.NONE) {
                next.accept(piece.with(out.toByteArray()));
            }
        }

        /** Of the greeting or frame that begins there; 0 if too little of it is known. */
        private int size(byte[] octets, int from) {
            int known = octets.length - from;
            if (!greeted) {
                return GREETING;
            }
            if (known < 2) {
                return 0;
            }
            if ((octets[from] & LONG) == 0) {
                return 2 + (octets[from + 1] & 0xff);
            }
            return known < 9
                    ? 0
                    : Math.toIntExact(9 + ByteBuffer.wrap(octets, from + 1, 8).getLong());
        }
    }
}
