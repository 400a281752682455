package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ROUTER sees of its peers. */
@Tag("guide:B15")
@ExtendWith(LeakCheck.class)
class IdentitiesTests {
    @AutoClose
    private final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource
    void aPeerIsKnownByTheNameItGaveItselfOrByOneTheRouterMade(TestTransport transport) {
        RouterSocket router = stage.context.router(TestOptions.quick().build());
        String endpoint = router.bind(transport.bindEndpoint()).toString();
        ReqSocket anonymous = stage.context.req(TestOptions.quick().build());
        anonymous.connect(endpoint);
        anonymous.send(Message.of("ROUTER uses a generated five byte name"));
        Message first = router.receive();
        ReqSocket named = stage.context.req(
                TestOptions.quick().identity("PEER2".getBytes()).build());
        named.connect(endpoint);
        named.send(Message.of("ROUTER uses the name of the REQ"));
        Message second = router.receive();

        assertThat(first.frame(0)).hasSize(5).startsWith(0);
        assertThat(first.frame(1)).isEmpty();
        assertThat(first.text()).isEqualTo("ROUTER uses a generated five byte name");
        assertThat(second.frames())
                .containsExactly("PEER2".getBytes(), new byte[0], "ROUTER uses the name of the REQ".getBytes());
        router.send(Message.of("and back").withLeading(first.frame(0), new byte[0]));
        assertThat(anonymous.receive().text()).isEqualTo("and back");
    }
}
