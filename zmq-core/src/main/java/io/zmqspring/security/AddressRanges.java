package io.zmqspring.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** IP addresses by their first bits, as {@code 10.0.0.0/8}. */
final class AddressRanges {
    /** What can be an address and no name, which would be looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int mask = 0xff00 >> (bits % Byte.SIZE) & 0xff;
            return Arrays.equals(address, 0, whole, other, 0, whole)
                    && (mask == 0 || ((address[whole] ^ other[whole]) & mask) == 0);
        }
    }

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    static AddressRanges parse(String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException(
                    "no address ranges: nobody could connect; name one as 10.0.0.0/8 or ::1");
        }
        return new AddressRanges(Arrays.stream(texts).map(AddressRanges::range).toList());
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        try {
            byte[] address = octets(literal);
            int all = address.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Range(address, bits);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "address range '" + text + "': it is an IP address, or one with a number of bits as 10.0.0.0/8");
    }

    private static byte[] octets(String literal) throws UnknownHostException {
        if (!LITERAL.matcher(literal).matches()) {
            throw new UnknownHostException(literal);
        }
        return InetAddress.getByName(literal).getAddress();
    }

    /** Whether it contains an address; never one that is no IP address, as that of a peer over ipc. */
    boolean contains(String address) {
        try {
            byte[] octets = octets(address.split("%", 2)[0]); // without the zone
            return ranges.stream().anyMatch(range -> range.contains(octets));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
