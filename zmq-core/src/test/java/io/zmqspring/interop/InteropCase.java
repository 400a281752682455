package io.zmqspring.interop;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One cell of the matrix, for one payload. */
record InteropCase(
        SocketType ours,
        SocketType theirs,
        TestTransport transport,
        boolean weBind,
        Payload payload,
        Protection protection) {
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration STUCK = Duration.ofSeconds(1);

    /** Every pair of types that may talk, on every transport, bound by either side, with every payload the types have. */
    static List<InteropCase> all(List<TestTransport> transports) {
        List<InteropCase> cases = new ArrayList<>();
        for (SocketType ours : SocketType.values()) {
            for (SocketType theirs : SocketType.values()) {
                if (ours.accepts(theirs.name())) {
                    addPair(cases, ours, theirs, transports);
                }
            }
        }
        return cases;
    }

    private static void addPair(
            List<InteropCase> cases, SocketType ours, SocketType theirs, List<TestTransport> transports) {
        boolean single = ours.isSingleFrame() || ours == SocketType.RADIO || ours == SocketType.DISH;
        for (TestTransport transport : transports) {
            for (boolean weBind : new boolean[] {true, false}) {
                for (Payload payload : Payload.values()) {
                    if (!single || payload != Payload.THREE_FRAMES) {
                        cases.add(new InteropCase(ours, theirs, transport, weBind, payload, Protection.NONE));
                    }
                }
            }
        }
    }

    /** Both sides have heartbeats in the cases where the other side binds, and with security. */
    boolean heartbeats() {
        return !weBind || protection != Protection.NONE;
    }

    /** ROUTERs need an identity to find each other; for REQ and DEALER one is announced with the largest payload. */
    String identity(boolean oursOrTheirs) {
        SocketType type = oursOrTheirs ? ours : theirs;
        boolean announced = type == SocketType.ROUTER || type.hasIdentity() && payload == Payload.ONE_MEBIBYTE;
        return announced ? Conversation.identity(oursOrTheirs) : "";
    }

    /** Runs it, again from the beginning when the other side's connection got stuck. */
    void run(OurLibrary us, Library them) {
        int attempts = weBind && them.mayGetStuck() ? MAX_ATTEMPTS : 1;
        for (int attempt = 1; attempt < attempts; attempt++) {
            if (talk(us, them, true)) {
                return;
            }
        }
        talk(us, them, false);
    }

    /** False if they must reach us within a while, and did not. */
    private boolean talk(OurLibrary us, Library them, boolean mustReachUs) {
        try (OurLibrary.OurEnd our = us.open(ours, heartbeats(), identity(true), protection);
                End their = them.open(theirs, heartbeats(), identity(false), protection.other())) {
            if (weBind) {
                their.connect(our.bind(transport.bindEndpoint()));
            } else {
                our.connect(their.bind(transport.bindEndpoint()));
            }
            if (mustReachUs && !our.isReachedWithin(STUCK)) {
                return false;
            }
            try {
                Conversation.hold(ours, our, theirs, their, payload);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(this + ": " + e.getMessage() + "; our side: " + our, e);
            }
            return true;
        }
    }

    @Override
    public String toString() {
        return "our " + ours + " and their " + theirs + ", " + transport.name().toLowerCase(Locale.ROOT) + ", "
                + (weBind ? "we bind" : "they bind") + ", " + payload
                + (protection == Protection.NONE ? "" : ", our part " + protection);
    }
}
