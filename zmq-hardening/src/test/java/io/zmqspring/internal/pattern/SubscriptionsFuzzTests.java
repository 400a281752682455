package io.zmqspring.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;

/** Each step: an octet for what is done and by whom, one for the length of the topic, the topic. A map does the same. */
class SubscriptionsFuzzTests {
    private static final int PEERS = 4;

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-07")
    void doWhatAMapDoes(byte[] octets) {
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        Integer[] peers = {0, 1, 2, 3};
        Map<String, int[]> model = new HashMap<>();
        for (int at = 0; at + 1 < octets.length; ) {
            int step = octets[at] & 0xff;
            int length = Math.min(octets[at + 1] & 0x3f, octets.length - at - 2);
            byte[] topic = Arrays.copyOfRange(octets, at + 2, at + 2 + length);
            at += 2 + length;
            Integer peer = peers[step % PEERS];
            int[] counts = model.computeIfAbsent(Arrays.toString(topic), any -> new int[PEERS]);
            if (step / PEERS % 3 == 0) {
                assertThat(subscriptions.add(topic, peer))
                        .isEqualTo(Arrays.stream(counts).sum() == 0);
                counts[peer]++;
            } else if (step / PEERS % 3 == 1) {
                subscriptions.remove(topic, peer);
                counts[peer] = Math.max(0, counts[peer] - 1);
            } else {
                expectMatches(subscriptions, model, topic);
            }
        }
        assertThat(subscriptions.topics()).isEqualTo((int) model.values().stream()
                .filter(counts -> Arrays.stream(counts).sum() > 0)
                .count());
    }

    private static void expectMatches(Subscriptions<Integer> subscriptions, Map<String, int[]> model, byte[] message) {
        TreeSet<Integer> matched = new TreeSet<>();
        subscriptions.match(message, peer -> assertThat(matched.add(peer)).isTrue());
        TreeSet<Integer> expected = new TreeSet<>();
        for (int length = 0; length <= message.length; length++) {
            int[] counts = model.getOrDefault(Arrays.toString(Arrays.copyOf(message, length)), new int[PEERS]);
            for (int peer = 0; peer < PEERS; peer++) {
                if (counts[peer] > 0) {
                    expected.add(peer);
                }
            }
        }
        assertThat(matched).isEqualTo(expected);
    }
}
