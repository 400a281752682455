package io.zmqspring.spring.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Passes content type, message id, timestamp, correlation, trace context and the names of an allow-list, in both
 * directions, and nothing else. Thread-safe.
 *
 * <p>What the sender says about id and time appears as {@link ZmqHeaders#MESSAGE_ID} and {@link ZmqHeaders#TIMESTAMP};
 * the framework's own id and timestamp are made here. A received value that is not of its header's form, or that has
 * control characters, is left out.
 */
public final class DefaultZmqHeaderMapper implements ZmqHeaderMapper {
    private static final int LONGEST_ID = 128;
    private static final Set<String> OWN = Set.of(
            ZmqWireHeaders.CONTENT_TYPE,
            ZmqWireHeaders.MESSAGE_ID,
            ZmqWireHeaders.TIMESTAMP,
            ZmqWireHeaders.REQUEST_ID,
            ZmqWireHeaders.IN_REPLY_TO,
            ZmqWireHeaders.ERROR);

    /** Headers that steer Spring itself, and those in which other formats put type names. */
    private static final Set<String> STEERING = Set.of(
            MessageHeaders.ID,
            MessageHeaders.TIMESTAMP,
            MessageHeaders.CONTENT_TYPE,
            MessageHeaders.REPLY_CHANNEL,
            MessageHeaders.ERROR_CHANNEL,
            "routingSlip",
            "nativeHeaders",
            "history",
            "closeableResource",
            "acknowledgmentCallback");

    private static final List<String> STEERING_PREFIXES = List.of(ZmqHeaders.PREFIX, "_", "json_", "spring");

    private final Set<String> allowed;

    /** Makes a mapper with an empty allow-list. */
    public DefaultZmqHeaderMapper() {
        this(Set.of());
    }

    /**
     * Makes a mapper.
     *
     * @param allowed names of further headers that pass in both directions, case-sensitive
     * @throws IllegalArgumentException if a name steers the framework and may therefore never come from the wire
     */
    public DefaultZmqHeaderMapper(Set<String> allowed) {
        for (String name : allowed) {
            if (name.isEmpty()
                    || STEERING.contains(name)
                    || STEERING_PREFIXES.stream().anyMatch(name::startsWith)) {
                throw new IllegalArgumentException("header '" + name
                        + "' cannot be allowed from the wire: empty names, " + new TreeSet<>(STEERING)
                        + " and names that begin with one of " + STEERING_PREFIXES
                        + " steer the framework; carry the value under another name");
            }
        }
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public Map<String, String> toWire(MessageHeaders headers) {
        Map<String, String> wire = new HashMap<>();
        put(wire, ZmqWireHeaders.CONTENT_TYPE, headers.get(MessageHeaders.CONTENT_TYPE));
        put(wire, ZmqWireHeaders.MESSAGE_ID, headers.getId());
        put(wire, ZmqWireHeaders.TIMESTAMP, headers.getTimestamp());
        put(wire, ZmqWireHeaders.ERROR, headers.get(ZmqWireHeaders.ERROR));
        for (String name : ZmqWireHeaders.TRACE) {
            put(wire, name, headers.get(name));
        }
        for (String name : allowed) {
            if (!OWN.contains(name)) {
                put(wire, name, headers.get(name));
            }
        }
        return wire;
    }

    private static void put(Map<String, String> wire, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof MimeType) && !BeanUtils.isSimpleValueType(value.getClass())) {
            throw new MessageConversionException("header '" + name + "' is a "
                    + value.getClass().getName() + ", but only simple values can travel; convert it to a String");
        }
        String text = value.toString();
        if (hasControls(text)) {
            throw new MessageConversionException("header '" + name
                    + "' has control characters, which no receiver would accept; remove or encode them");
        }
        wire.put(name, text);
    }

    @Override
    public Map<String, Object> fromWire(Map<String, String> wire) {
        Map<String, Object> headers = new HashMap<>();
        if (wire.isEmpty()) {
            return headers;
        }
        take(headers, MessageHeaders.CONTENT_TYPE, mediaType(wire.get(ZmqWireHeaders.CONTENT_TYPE)));
        take(headers, ZmqHeaders.MESSAGE_ID, id(wire.get(ZmqWireHeaders.MESSAGE_ID)));
        take(headers, ZmqHeaders.TIMESTAMP, time(wire.get(ZmqWireHeaders.TIMESTAMP)));
        take(headers, ZmqHeaders.REQUEST_ID, id(wire.get(ZmqWireHeaders.REQUEST_ID)));
        take(headers, ZmqHeaders.IN_REPLY_TO, id(wire.get(ZmqWireHeaders.IN_REPLY_TO)));
        take(headers, ZmqWireHeaders.ERROR, text(wire.get(ZmqWireHeaders.ERROR)));
        for (String name : ZmqWireHeaders.TRACE) {
            take(headers, name, text(wire.get(name)));
        }
        for (String name : allowed) {
            if (!OWN.contains(name)) {
                take(headers, name, text(wire.get(name)));
            }
        }
        return headers;
    }

    private static void take(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** Returns the value unless it could forge a line of a log. */
    static @Nullable String text(@Nullable String value) {
        return value == null || hasControls(value) ? null : value;
    }

    private static @Nullable String id(@Nullable String value) {
        return value == null || value.length() > LONGEST_ID ? null : text(value);
    }

    /** Headers with a content type alone, or without any if it is none. */
    static MessageHeaders contentType(@Nullable String wire) {
        String type = mediaType(wire);
        return new MessageHeaders(type == null ? Map.of() : Map.of(MessageHeaders.CONTENT_TYPE, type));
    }

    private static @Nullable String mediaType(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return MimeTypeUtils.parseMimeType(value).toString();
        } catch (InvalidMimeTypeException notOne) {
            return null;
        }
    }

    private static @Nullable Long time(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    private static boolean hasControls(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
