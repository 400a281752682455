package io.zmqspring.interop;

import static io.zmqspring.interop.Payload.TOPIC;

import io.zmqspring.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What two sockets say to each other, for every pair of types; it does not matter which of them is ours. */
final class Conversation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Map<String, Talk> TALKS = Map.ofEntries(
            Map.entry("REQ-REP", Conversation::thereAndBack),
            Map.entry("REQ-ROUTER", Conversation::requestToRouter),
            Map.entry("DEALER-REP", Conversation::dealerToReply),
            Map.entry("DEALER-DEALER", Conversation::thereAndBack),
            Map.entry("DEALER-ROUTER", Conversation::throughId),
            Map.entry("ROUTER-ROUTER", Conversation::routerToRouter),
            Map.entry("PUB-SUB", Conversation::publish),
            Map.entry("PUB-XSUB", Conversation::publish),
            Map.entry("XPUB-SUB", Conversation::publishToKnown),
            Map.entry("XPUB-XSUB", Conversation::publishAndHearBack),
            Map.entry("PUSH-PULL", Conversation::oneWay),
            Map.entry("PAIR-PAIR", Conversation::thereAndBack),
            Map.entry("CLIENT-SERVER", Conversation::throughId),
            Map.entry("RADIO-DISH", Conversation::radio),
            Map.entry("SCATTER-GATHER", Conversation::oneWay),
            Map.entry("PEER-PEER", Conversation::peers),
            Map.entry("CHANNEL-CHANNEL", Conversation::thereAndBack));

    private Conversation() {}

    @FunctionalInterface
    private interface Talk {
        void hold(End first, End second, List<String> payload);
    }

    /** The identity that a ROUTER announces, by whose it is. */
    static String identity(boolean ours) {
        return ours ? "we" : "they";
    }

    /** Runs the conversation, and fails if anything comes out differently. */
    static void hold(SocketType ourType, End ours, SocketType theirType, End theirs, Payload payload) {
        Talk talk = TALKS.get(ourType + "-" + theirType);
        if (talk != null) {
            talk.hold(ours, theirs, payload.frames());
            return;
        }
        talk = TALKS.get(theirType + "-" + ourType);
        if (talk == null) {
            throw new AssertionError("no conversation for " + ourType + " and " + theirType + "; add it to TALKS");
        }
        talk.hold(theirs, ours, payload.frames());
    }

    // ---- to one peer ---------------------------------------------------------------------------------------------

    private static void oneWay(End from, End to, List<String> payload) {
        from.send(payload);
        expect(to, payload);
    }

    private static void thereAndBack(End first, End second, List<String> payload) {
        oneWay(first, second, payload);
        oneWay(second, first, reversed(payload));
    }

    private static void requestToRouter(End req, End router, List<String> payload) {
        req.send(payload);
        List<String> request = next(router);
        equal(with(request.get(0), with("", payload)), request);
        router.send(with(request.get(0), with("", reversed(payload))));
        expect(req, reversed(payload));
    }

    private static void dealerToReply(End dealer, End rep, List<String> payload) {
        dealer.send(with("", payload));
        expect(rep, payload);
        rep.send(reversed(payload));
        expect(dealer, with("", reversed(payload)));
    }

    /** To a socket that puts an id before what it receives, and takes it off what it sends. */
    private static void throughId(End from, End to, List<String> payload) {
        from.send(payload);
        List<String> received = next(to);
        equal(with(received.get(0), payload), received);
        to.send(with(received.get(0), reversed(payload)));
        expect(from, reversed(payload));
    }

    private static void peers(End first, End second, List<String> payload) {
        End connected = first.connectedId() == null ? second : first;
        End bound = connected == first ? second : first;
        String id = connected.connectedId();
        connected.send(with(id, payload));
        List<String> received = next(bound);
        equal(with(received.get(0), payload), received);
        bound.send(with(received.get(0), reversed(payload)));
        expect(connected, with(id, reversed(payload)));
    }

    private static void routerToRouter(End ours, End theirs, List<String> payload) {
        List<String> probe = List.of(identity(true), "probe");
        probeUntilHeard(ours, List.of(identity(false), "probe"), theirs);
        ours.send(with(identity(false), payload));
        equal(with(identity(true), payload), nextAfter(probe, theirs));
        theirs.send(with(identity(true), reversed(payload)));
        expect(ours, with(identity(false), reversed(payload)));
    }

    // ---- to subscribers ------------------------------------------------------------------------------------------

    private static void publish(End publisher, End subscriber, List<String> payload) {
        List<String> probe = List.of(TOPIC + "probe");
        subscriber.subscribe(TOPIC);
        probeUntilHeard(publisher, probe, subscriber);
        publisher.send(List.of("weather"));
        publisher.send(payload);
        equal(payload, nextAfter(probe, subscriber));
    }

    private static void publishToKnown(End publisher, End subscriber, List<String> payload) {
        subscriber.subscribe(TOPIC);
        equal(List.of("\1" + TOPIC), noticeOf(subscriber, publisher));
        publisher.send(List.of("weather"));
        publisher.send(payload);
        expect(subscriber, payload);
        subscriber.unsubscribe(TOPIC);
        expect(publisher, List.of("\0" + TOPIC));
    }

    private static void publishAndHearBack(End publisher, End subscriber, List<String> payload) {
        publishToKnown(publisher, subscriber, payload);
        oneWay(subscriber, publisher, payload);
    }

    private static void radio(End radio, End dish, List<String> payload) {
        List<String> probe = List.of(TOPIC, "probe");
        dish.subscribe(TOPIC);
        probeUntilHeard(radio, probe, dish);
        radio.send(List.of("weather", "fine"));
        radio.send(with(TOPIC, payload));
        equal(with(TOPIC, payload), nextAfter(probe, dish));
    }

    // ---- steps ---------------------------------------------------------------------------------------------------

    /** Sends until something arrives, where nothing tells the sender that it is connected or subscribed to. */
    private static void probeUntilHeard(End from, List<String> probe, End to) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no probe " + Text.brief(probe) + " arrived within " + PATIENCE);
            }
            from.send(probe);
        } while (to.receive(LOOK) == null);
    }

    /** A bound libzmq or JeroMQ sends its subscriptions to who connects only when it is asked for messages. */
    private static List<String> noticeOf(End subscriber, End publisher) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            List<String> early = subscriber.receive(LOOK);
            if (early != null) {
                throw new AssertionError("received " + Text.brief(early) + " before anything was published");
            }
            List<String> notice = publisher.receive(LOOK);
            if (notice != null) {
                return notice;
            }
        }
        throw new AssertionError("the publisher heard of no subscription within " + PATIENCE);
    }

    private static List<String> nextAfter(List<String> probe, End at) {
        List<String> received;
        do {
            received = next(at);
        } while (received.equals(probe));
        return received;
    }

    private static List<String> next(End at) {
        List<String> received = at.receive(PATIENCE);
        if (received == null) {
            throw new AssertionError("nothing received within " + PATIENCE);
        }
        return received;
    }

    private static void expect(End at, List<String> message) {
        equal(message, next(at));
    }

    private static void equal(List<String> expected, List<String> received) {
        if (!received.equals(expected)) {
            throw new AssertionError("received " + Text.brief(received) + ", expected " + Text.brief(expected));
        }
    }

    private static List<String> with(String leading, List<String> frames) {
        return Stream.concat(Stream.of(leading), frames.stream()).toList();
    }

    private static List<String> reversed(List<String> frames) {
        List<String> reversed = new ArrayList<>(frames);
        Collections.reverse(reversed);
        return reversed;
    }
}
