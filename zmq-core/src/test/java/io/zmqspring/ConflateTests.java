package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SocketOptions#conflate()}: a queue keeps the newest message only. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class ConflateTests {
    private static final SocketOptions NEWEST =
            TestOptions.quick().conflate(true).sendHighWaterMark(1).build();
    private static final SocketOptions ALL = TestOptions.quick().build();
    private static final int COUNT = 100;

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private String nobodysEndpoint() {
        try (PullSocket pull = context.pull(ALL)) {
            return bind(pull);
        }
    }

    private static void sendAll(MessageSender sender) {
        for (int i = 0; i < COUNT; i++) {
            sender.send(Message.of("" + i));
        }
    }

    private static void expectReplaced(ZmqSocket socket, long count) {
        Until.isTrue(count + " replaced", () -> socket.stats().dropped(DropReason.REPLACED) == count);
        Books.assertBalanced(socket);
    }

    private static void expectNewest(MessageReceiver receiver) {
        assertThat(receiver.receive().text()).isEqualTo("" + (COUNT - 1));
        assertThat(receiver.tryReceive()).isNull();
    }

    @Test
    @Tag("S-ALL-63")
    @Tag("S-PULL-05")
    @Tag("O-046")
    void aReceiverFindsTheNewest() {
        PullSocket pull = context.pull(NEWEST);
        PushSocket push = context.push(ALL);
        push.connect(bind(pull));
        sendAll(push);
        expectReplaced(pull, COUNT - 1);
        expectNewest(pull);
        push.send(Message.of("next"));
        assertThat(pull.receive().text()).isEqualTo("next");
    }

    @Test
    @Tag("S-ALL-63")
    @Tag("S-PUSH-09")
    void aSenderKeepsTheNewestAndIsNeverFull() {
        PushSocket push = context.push(NEWEST);
        String endpoint = nobodysEndpoint();
        push.connect(endpoint);
        sendAll(push);
        assertThat(push.stats().traffic().outgoingQueue()).isEqualTo(1);
        expectReplaced(push, COUNT - 1);
        PullSocket pull = context.pull(ALL);
        pull.bind(endpoint);
        expectNewest(pull);
    }

    @Test
    @Tag("S-DEALER-07")
    void aDealerDoesBoth() {
        DealerSocket newest = context.dealer(NEWEST);
        String endpoint = nobodysEndpoint();
        newest.connect(endpoint);
        sendAll(newest);
        DealerSocket all = context.dealer(ALL);
        all.bind(endpoint);
        expectNewest(all);
        sendAll(all);
        expectReplaced(newest, 2 * (COUNT - 1));
        expectNewest(newest);
    }

    @Test
    void aReceiverThatBindsLateFindsTheNewestOfWhatWaited() {
        PushSocket push = context.push(ALL);
        String endpoint = nobodysEndpoint();
        push.connect(endpoint);
        sendAll(push);
        PullSocket pull = context.pull(NEWEST);
        pull.bind(endpoint);
        if (transport == TestTransport.INPROC) {
            assertThat(push.stats().traffic().outgoingQueue()).isEqualTo(1); // the queue they share
        } else {
            expectReplaced(pull, COUNT - 1);
        }
        expectNewest(pull);
    }

    @Test
    @Tag("S-SUB-15")
    void aSubscriberFindsTheNewest() {
        XPubSocket pub = context.xpub(ALL);
        SubSocket sub = context.sub(NEWEST);
        sub.subscribe("");
        sub.connect(bind(pub));
        pub.receive();
        sendAll(pub);
        expectReplaced(sub, COUNT - 1);
        expectNewest(sub);
    }

    @Test
    @Tag("S-PUB-15")
    void aPublisherKeepsTheNewestForEachSlowSubscriber() {
        PubSocket pub = context.pub(NEWEST);
        SubSocket sub = context.sub(TestOptions.quick().receiveHighWaterMark(1).build());
        sub.subscribe("");
        sub.connect(bind(pub));
        while (sub.tryReceive() == null) {
            pub.send(Message.of("are you there?"));
        }
        byte[] large = new byte[100_000];
        for (int i = 0; i < COUNT; i++) {
            pub.send(Message.ofFrames(large, ("" + i).getBytes()));
        }
        int received = 0;
        Message message;
        do {
            message = sub.receive();
            received += message.frameCount() - 1;
        } while (!message.text().equals("" + (COUNT - 1)));
        assertThat(received).isLessThan(COUNT);
        assertThat(pub.stats().dropped(DropReason.REPLACED)).isGreaterThanOrEqualTo(COUNT - received);
    }

    @Test
    void aMessageOfSeveralFramesIsReplacedWhole() {
        PullSocket pull = context.pull(NEWEST);
        PushSocket push = context.push(ALL);
        push.connect(bind(pull));
        push.send(Message.ofTexts("a", "b"));
        push.send(Message.ofTexts("c", "d"));
        expectReplaced(pull, 1);
        assertThat(pull.receive().frames().stream().map(String::new)).containsExactly("c", "d");
    }

    @Test
    void whereEveryMessageCountsTheSocketCannotBeOpened() {
        List<Function<SocketOptions, ZmqSocket>> types =
                List.of(context::req, context::rep, context::router, context::pair, context::xpub, context::peer);
        for (Function<SocketOptions, ZmqSocket> type : types) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> type.apply(NEWEST))
                    .withMessageContaining("conflate=true")
                    .withMessageContaining("PULL")
                    .withMessageContaining("set it to false");
        }
    }
}
