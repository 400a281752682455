package io.zmqspring.patterns.internal.zre;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the fields of a command; what a length or a count claims is compared with what is there before it is believed. */
final class ZreReader {
    private static final int LONG_STRING_HEADER = 4;
    private static final int ENTRY_HEADER = 5;

    private final ByteBuffer in;

    ZreReader(byte[] frame) {
        this.in = ByteBuffer.wrap(frame);
    }

    int remaining() {
        return in.remaining();
    }

    int octet(String field) throws ZreFormatException {
        need(field, 1);
        return Byte.toUnsignedInt(in.get());
    }

    int number2(String field) throws ZreFormatException {
        need(field, 2);
        return Short.toUnsignedInt(in.getShort());
    }

    private int number4(String field) throws ZreFormatException {
        need(field, 4);
        int number = in.getInt();
        if (number < 0) {
            throw new ZreFormatException(
                    field + ": " + Integer.toUnsignedString(number) + " is more than a frame holds");
        }
        return number;
    }

    String string(String field) throws ZreFormatException {
        return text(field, octet(field));
    }

    private String longString(String field) throws ZreFormatException {
        return text(field, number4(field));
    }

    private String text(String field, int octets) throws ZreFormatException {
        need(field, octets);
        byte[] text = new byte[octets];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    List<String> strings(String field) throws ZreFormatException {
        int count = count(field, LONG_STRING_HEADER);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(longString(field));
        }
        return texts;
    }

    /** A name that comes twice has its last value. */
    Map<String, String> dictionary(String field) throws ZreFormatException {
        int count = count(field, ENTRY_HEADER);
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = string(field);
            entries.put(name, longString(field));
        }
        return entries;
    }

    private int count(String field, int atLeastEach) throws ZreFormatException {
        int count = number4(field);
        if (count > in.remaining() / atLeastEach) {
            throw new ZreFormatException(field + ": " + count + " of them in " + in.remaining() + " octets");
        }
        return count;
    }

    private void need(String field, int octets) throws ZreFormatException {
        if (octets > in.remaining()) {
            throw new ZreFormatException(field + " needs " + octets + " octets, " + in.remaining() + " are left");
        }
    }

    void end() throws ZreFormatException {
        if (in.hasRemaining()) {
            throw new ZreFormatException(in.remaining() + " octets after the last field");
        }
    }
}
