package io.zmqspring.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.internal.pattern.Subscriptions.Removal;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Scale;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SubscriptionsTests {
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static <P> List<P> matches(Subscriptions<P> subscriptions, String message) {
        List<P> found = new ArrayList<>();
        subscriptions.match(octets(message), found::add);
        return found;
    }

    // ---- what it does --------------------------------------------------------------------------------------------

    @Test
    @Tag("Z-168")
    @Tag("S-PUB-02")
    @Tag("S-SUB-14")
    void aTopicMatchesWhatBeginsWithItAndTheEmptyOneEverything() {
        Subscriptions<String> subscriptions = new Subscriptions<>();
        subscriptions.add(octets("A"), "a");
        subscriptions.add(octets(""), "all");
        assertThat(matches(subscriptions, "A")).containsExactlyInAnyOrder("a", "all");
        assertThat(matches(subscriptions, "AB\0\u00ff")).containsExactlyInAnyOrder("a", "all");
        assertThat(matches(subscriptions, "BA")).containsExactly("all");
        assertThat(matches(subscriptions, "")).containsExactly("all");
    }

    @Test
    @Tag("Z-169")
    @Tag("S-PUB-09")
    @Tag("S-PUB-10")
    void countsForEachPeerAndNamesItOnce() {
        Subscriptions<String> subscriptions = new Subscriptions<>();
        assertThat(subscriptions.add(octets("A"), "x")).isTrue();
        assertThat(subscriptions.add(octets("A"), "x")).isFalse();
        assertThat(subscriptions.add(octets("A"), "y")).isFalse();
        assertThat(subscriptions.add(octets("AB"), "x")).isTrue();
        assertThat(matches(subscriptions, "ABC")).containsExactlyInAnyOrder("x", "y");
        assertThat(subscriptions.remove(octets("A"), "x")).isEqualTo(Removal.REMAINS);
        assertThat(subscriptions.remove(octets("A"), "y")).isEqualTo(Removal.REMAINS);
        assertThat(subscriptions.remove(octets("A"), "y")).isEqualTo(Removal.REMAINS);
        assertThat(matches(subscriptions, "A")).containsExactly("x");
        assertThat(subscriptions.remove(octets("A"), "x")).isEqualTo(Removal.LAST);
        assertThat(subscriptions.remove(octets("A"), "x")).isEqualTo(Removal.UNKNOWN);
        assertThat(matches(subscriptions, "ABC")).containsExactly("x");
    }

    /** A model that looks at everything: for each peer its topics and how often it has each. */
    private static final class Model {
        private final Map<Integer, TreeMap<String, Integer>> topics = new HashMap<>();

        boolean isWanted(String topic) {
            return topics.values().stream().anyMatch(own -> own.containsKey(topic));
        }

        boolean add(String topic, Integer peer) {
            boolean first = !isWanted(topic);
            topics.computeIfAbsent(peer, p -> new TreeMap<>()).merge(topic, 1, Integer::sum);
            return first;
        }

        Removal remove(String topic, Integer peer) {
            if (!isWanted(topic)) {
                return Removal.UNKNOWN;
            }
            topics.getOrDefault(peer, new TreeMap<>()).computeIfPresent(topic, (t, n) -> n == 1 ? null : n - 1);
            return isWanted(topic) ? Removal.REMAINS : Removal.LAST;
        }

        Map<String, Boolean> removeAll(Integer peer) {
            Map<String, Boolean> told = new TreeMap<>();
            TreeMap<String, Integer> own = topics.remove(peer);
            if (own != null) {
                own.keySet().forEach(topic -> told.put(topic, !isWanted(topic)));
            }
            return told;
        }

        List<Integer> match(String message) {
            return topics.entrySet().stream()
                    .filter(own -> own.getValue().keySet().stream().anyMatch(message::startsWith))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }
    }

    private static String word(SplittableRandom random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            word.append((char) (random.nextInt(3) * 127));
        }
        return word.toString();
    }

    @Test
    @Tag("Z-168")
    @Tag("Z-169")
    @Tag("S-PUB-08")
    void doesWhatANaiveModelDoes() {
        SplittableRandom random = Scale.random("SubscriptionsTests");
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        Model model = new Model();
        for (int step = 0; step < Scale.of(100_000); step++) {
            Integer peer = random.nextInt(8);
            String word = word(random);
            switch (random.nextInt(20)) {
                case 0 -> {
                    Map<String, Boolean> told = new TreeMap<>();
                    subscriptions.removeAll(
                            peer, (topic, last) -> told.put(new String(topic, StandardCharsets.ISO_8859_1), last));
                    assertThat(told).as("step " + step).isEqualTo(model.removeAll(peer));
                }
                case 1, 2, 3, 4, 5 ->
                    assertThat(subscriptions.add(octets(word), peer))
                            .as("step " + step)
                            .isEqualTo(model.add(word, peer));
                case 6, 7, 8, 9, 10, 11 ->
                    assertThat(subscriptions.remove(octets(word), peer))
                            .as("step " + step)
                            .isEqualTo(model.remove(word, peer));
                default ->
                    assertThat(matches(subscriptions, word))
                            .as("step " + step)
                            .containsExactlyInAnyOrderElementsOf(model.match(word));
            }
            assertThat(subscriptions.size())
                    .isEqualTo(
                            model.topics.values().stream().mapToInt(Map::size).sum());
        }
    }

    // ---- what it costs -------------------------------------------------------------------------------------------

    /** Topics of 1 to 16 octets, or so, as they occur. */
    private static Subscriptions<Integer> filled(int count) {
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        for (int i = 0; i < count; i++) {
            subscriptions.add(octets("topic/" + Integer.toHexString(i * 0x9E3779B1)), i % 100);
        }
        return subscriptions;
    }

    private static long nanosToMatch(Subscriptions<Integer> subscriptions, byte[][] messages) {
        long best = Long.MAX_VALUE;
        int[] found = new int[1];
        for (int round = 0; round < 15; round++) {
            long before = System.nanoTime();
            for (byte[] message : messages) {
                subscriptions.match(message, peer -> found[0]++);
            }
            best = Math.min(best, System.nanoTime() - before);
        }
        return best / messages.length;
    }

    @Test
    @Tag("S-SUB-13")
    @Tag("A-07")
    void aMillionTopicsAreMatchedInAtMostThreeTimesTheTimeOfAThousand() {
        byte[][] messages = new byte[1000][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = octets("topic/" + Integer.toHexString(i * 0x9E3779B1) + "/and what it says");
        }
        Subscriptions<Integer> few = filled(1000);
        Subscriptions<Integer> many = filled(1_000_000);
        assertThat(many.size()).isEqualTo(1_000_000);
        nanosToMatch(few, messages);
        nanosToMatch(many, messages);
        long ofFew = nanosToMatch(few, messages);
        long ofMany = nanosToMatch(many, messages);
        System.out.println("SubscriptionsTests: match among 1,000: " + ofFew + " ns, 1,000,000: " + ofMany + " ns");
        assertThat(ofMany).isLessThanOrEqualTo(3 * Math.max(ofFew, 50));
    }

    private static long nanosToComeAndGo(byte[][] topics) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            Subscriptions<Integer> subscriptions = new Subscriptions<>();
            Integer[] peers = new Integer[topics.length];
            long before = System.nanoTime();
            for (int i = 0; i < topics.length; i++) {
                peers[i] = i;
                subscriptions.add(topics[i], peers[i]);
                subscriptions.add(topics[i], peers[i]);
            }
            for (int i = 0; i < topics.length; i += 2) {
                subscriptions.remove(topics[i], peers[i]);
                subscriptions.remove(topics[i], peers[i]);
            }
            for (int i = 1; i < topics.length; i += 2) {
                subscriptions.removeAll(peers[i], (topic, last) -> {});
            }
            best = Math.min(best, System.nanoTime() - before);
            assertThat(subscriptions.size() + subscriptions.topics() + subscriptions.peers())
                    .isZero();
        }
        return best;
    }

    /** Else whoever has many subscribers to one topic could not take a thousand more. */
    @Test
    @Tag("S-SUB-13")
    void manyPeersOfOneTopicComeAndGoAsThoseOfManyTopicsDo() {
        int count = 20_000;
        byte[][] same = new byte[count][];
        byte[][] many = new byte[count][];
        for (int i = 0; i < count; i++) {
            same[i] = octets("the same for all");
            many[i] = octets("one of many " + i);
        }
        long ofMany = nanosToComeAndGo(many);
        long ofSame = nanosToComeAndGo(same);
        System.out.println("SubscriptionsTests: " + count + " peers come and go, many topics: " + ofMany / count
                + " ns each, one topic: " + ofSame / count + " ns");
        assertThat(ofSame).isLessThan(10 * ofMany);
    }

    @Test
    @Tag("N-04")
    void aPeerThatTookItsTopicsBackCostsNothing() {
        Subscriptions<String> subscriptions = new Subscriptions<>();
        subscriptions.add(octets("stays"), "peer");
        for (int i = 0; i < 1000; i++) {
            subscriptions.add(octets("goes " + i), "peer");
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(subscriptions.remove(octets("goes " + i), "peer")).isEqualTo(Removal.LAST);
        }
        assertThat(subscriptions.topics("peer", true)).containsExactly(octets("stays"));
        assertThat(matches(subscriptions, "stays here")).containsExactly("peer");
    }

    private static byte[] letters(SplittableRandom random, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) ('a' + random.nextInt(16));
        }
        return octets;
    }

    private static Subscriptions<Integer> ofManyLengths(int count) {
        SplittableRandom random = new SplittableRandom(count);
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        for (int i = 0; i < count; i++) {
            subscriptions.add(letters(random, 8 + random.nextInt(200)), i % 100);
        }
        return subscriptions;
    }

    @Test
    @Tag("S-SUB-13")
    void noLessWhenTheyHaveTwoHundredLengths() {
        SplittableRandom random = Scale.random("SubscriptionsTests");
        byte[][] messages = new byte[1000][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = letters(random, 300);
        }
        Subscriptions<Integer> few = ofManyLengths(1000);
        Subscriptions<Integer> many = ofManyLengths(300_000);
        nanosToMatch(few, messages);
        nanosToMatch(many, messages);
        long ofFew = nanosToMatch(few, messages);
        long ofMany = nanosToMatch(many, messages);
        System.out.println("SubscriptionsTests: 200 lengths, 1,000: " + ofFew + " ns, 300,000: " + ofMany + " ns");
        assertThat(ofMany).isLessThanOrEqualTo(3 * Math.max(ofFew, 50));
    }

    @Test
    @Tag("S-SUB-13")
    void whatComesAndGoesLeavesNothingBehind() {
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        SplittableRandom random = Scale.random("SubscriptionsTests");
        subscriptions.add(octets("abcdefgh-stays"), 0);
        for (int i = 0; i < Scale.of(20_000); i++) {
            byte[] topic = letters(random, random.nextInt(40));
            subscriptions.add(topic, 1);
            assertThat(subscriptions.remove(topic, 1)).isEqualTo(Removal.LAST);
        }
        assertThat(subscriptions.size()).isEqualTo(1);
        assertThat(matches(subscriptions, "abcdefgh-stays here")).containsExactly(0);
    }

    @Test
    @Tag("S-SUB-13")
    @Tag("N-04")
    void aSubscriptionCostsAtMost128OctetsAndItsTopic() {
        int count = 200_000;
        byte[][] topics = new byte[count][];
        for (int i = 0; i < count; i++) {
            topics[i] = octets(String.format("%016x", i));
        }
        Subscriptions<Integer> subscriptions = new Subscriptions<>();
        Integer peer = 1;
        System.gc();
        long before = used();
        for (byte[] topic : topics) {
            subscriptions.add(topic, peer);
        }
        System.gc();
        long each = (used() - before) / count + 16; // the header of the array that the topic is
        System.out.println("SubscriptionsTests: " + each + " octets a subscription besides its topic");
        assertThat(subscriptions.size()).isEqualTo(count);
        assertThat(each).isLessThanOrEqualTo(128);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    @Tag("S-SUB-13")
    void matchingAllocatesNothing() {
        Subscriptions<Integer> subscriptions = filled(1000);
        byte[] message = octets("topic/0");
        int[] found = new int[1];
        java.util.function.Consumer<Integer> visitor = peer -> found[0]++;
        subscriptions.match(message, visitor);
        assertThat(Allocations.ofThisThread(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        subscriptions.match(message, visitor);
                    }
                }))
                .isLessThan(10_000);
    }

    @Test
    @Tag("S-SUB-13")
    @Tag("A-07")
    void nothingRecursesOnATopicOfAMillionOctets() {
        Subscriptions<String> subscriptions = new Subscriptions<>();
        String topic = "x".repeat(1_000_000);
        subscriptions.add(octets(topic), "peer");
        assertThat(matches(subscriptions, topic + "y")).containsExactly("peer");
        assertThat(matches(subscriptions, topic.substring(1))).isEmpty();
        assertThat(subscriptions.remove(octets(topic), "peer")).isEqualTo(Removal.LAST);
        assertThat(subscriptions.size()).isZero();
    }
}
