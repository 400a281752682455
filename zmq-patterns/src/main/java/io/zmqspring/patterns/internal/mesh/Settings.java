package io.zmqspring.patterns.internal.mesh;

import java.util.Map;
import java.util.UUID;

/**
 * Who a node is and how patient it is with others.
 *
 * @param id the node
 * @param name what it calls itself
 * @param endpoint of its mailbox
 * @param headers what it says of itself
 * @param secure whether everything is encrypted, so that peers without a key are ignored
 * @param maxPeers beyond so many others are ignored
 * @param pingNanos after how long a silent peer is asked whether it is there, at most {@code evasiveNanos}
 * @param evasiveNanos after how long a silent peer is called evasive
 * @param expireNanos after how long a silent peer is gone
 */
public record Settings(
        UUID id,
        String name,
        String endpoint,
        Map<String, String> headers,
        boolean secure,
        int maxPeers,
        long pingNanos,
        long evasiveNanos,
        long expireNanos) {}
