package io.zmqspring.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Handshake properties between text, as tests write them, and octets, as they travel. */
public final class Properties {
    private Properties() {}

    /** The same properties as octets, in the same order. */
    public static Map<String, byte[]> octets(Map<String, String> texts) {
        Map<String, byte[]> octets = new LinkedHashMap<>();
        texts.forEach((name, value) -> octets.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return octets;
    }

    /** The same properties as text, found in any case. */
    public static Map<String, String> texts(Map<String, byte[]> octets) {
        Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        octets.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }
}
