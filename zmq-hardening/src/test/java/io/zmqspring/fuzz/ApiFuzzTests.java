package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Each octet is a call on one of two publishers or two subscribers of a context: only the documented failures come. */
class ApiFuzzTests {
    private static final SocketOptions OPTIONS =
            SocketOptions.builder().linger(Duration.ZERO).build();

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-15")
    void callsInWhateverOrder(byte[] calls) {
        BugDetectors.allowNetworkConnections(); // to itself, which is no forgery here
        long begin;
        try (ZmqContext context = ZmqContext.create()) {
            List<PubSocket> pubs = List.of(context.pub(OPTIONS), context.pub(OPTIONS));
            List<SubSocket> subs = List.of(context.sub(OPTIONS), context.sub(OPTIONS));
            List<String> bound = new ArrayList<>(List.of("inproc://a"));
            for (int i = 0; i < Math.min(calls.length, 100); i++) {
                int which = (calls[i] & 0xff) >> 7;
                try {
                    call(calls[i] & 0x7f, pubs.get(which), subs.get(which), bound);
                } catch (ZmqException documented) {
                    assertThat(documented.getMessage()).isNotBlank();
                }
            }
            begin = System.nanoTime();
        }
        Duration closing = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(closing)
                .as("closing, while the fuzzer may take classes apart")
                .isLessThan(Duration.ofSeconds(10));
    }

    private static void call(int call, PubSocket pub, SubSocket sub, List<String> bound) {
        String some = bound.get(call % bound.size());
        switch (call % 12) {
            case 0 -> bound.add(pub.bind("inproc://b" + bound.size()).toString());
            case 1 -> bound.add(pub.bind("tcp://127.0.0.1:*").toString());
            case 2 -> sub.connect(some);
            case 3 -> sub.subscribe("t" + call % 3);
            case 4 -> sub.unsubscribe("t" + call % 3);
            case 5 -> pub.send(Message.of("t" + call % 3 + " news"));
            case 6 -> sub.tryReceive();
            case 7 -> pub.unbind(some);
            case 8 -> sub.disconnect(some);
            case 9 -> bound.add(sub.bind("inproc://c" + bound.size()).toString());
            case 10 -> pub.connect(some);
            default -> sub.close();
        }
    }
}
