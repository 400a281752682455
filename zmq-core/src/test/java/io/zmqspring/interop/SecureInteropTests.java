package io.zmqspring.interop;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.TestTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PLAIN and CURVE with other implementations: either side in either part of the mechanism, bound by either, with heartbeats on
 * both. Subscriptions and heartbeats are sealed like everything else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureInteropTests {
    private static final List<SocketType> FIRST =
            List.of(SocketType.REQ, SocketType.PUB, SocketType.DEALER, SocketType.PUSH);
    private static final List<SocketType> SECOND =
            List.of(SocketType.REP, SocketType.SUB, SocketType.ROUTER, SocketType.PULL);

    private final OurLibrary ours = new OurLibrary();
    private final Library libzmq = new Libzmq();
    private final Library jeroMq = new JeroMq();

    @AfterAll
    void end() {
        ours.close();
        libzmq.close();
        jeroMq.close();
    }

    List<InteropCase> libzmqCases() {
        List<InteropCase> cases = new ArrayList<>();
        for (TestTransport transport : libzmq.transports()) {
            for (int i = 0; i < FIRST.size(); i++) {
                add(cases, FIRST.get(i), SECOND.get(i), transport);
                add(cases, SECOND.get(i), FIRST.get(i), transport);
            }
        }
        return cases;
    }

    List<InteropCase> jeroMqCases() {
        List<InteropCase> cases = new ArrayList<>();
        for (int i = 0; i < FIRST.size(); i++) {
            add(cases, FIRST.get(i), SECOND.get(i), TestTransport.TCP);
            add(cases, SECOND.get(i), FIRST.get(i), TestTransport.TCP);
        }
        add(cases, SocketType.PEER, SocketType.PEER, TestTransport.TCP);
        return cases;
    }

    private static void add(List<InteropCase> cases, SocketType our, SocketType their, TestTransport transport) {
        for (Protection protection : Protection.values()) {
            for (boolean weBind : new boolean[] {true, false}) {
                for (Payload payload : Payload.values()) {
                    boolean fits = payload != Payload.THREE_FRAMES || !our.isSingleFrame();
                    if (protection != Protection.NONE && fits) {
                        cases.add(new InteropCase(our, their, transport, weBind, payload, protection));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libzmqCases")
    @Tag("C-111")
    @Tag("C-083")
    @Tag("C-084")
    @Tag("C-085")
    @Tag("C-087")
    @Tag("Z-014")
    @Tag("Z-016")
    @Tag("SEC-13")
    @Tag("JQ-27")
    @Tag("T-IPC-15")
    void talksToLibzmq(InteropCase one) {
        run(libzmq, one);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jeroMqCases")
    @Tag("JQ-28")
    void talksToJeroMq(InteropCase one) {
        run(jeroMq, one);
    }

    private void run(Library them, InteropCase one) {
        Optional<String> why = them.cannot(one.theirs());
        Assumptions.assumeTrue(why.isEmpty(), () -> why.orElse(""));
        one.run(ours, them);
    }
}
