package io.zmqspring.patterns.internal.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.patterns.internal.gossip.GossipMessage.Hello;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Invalid;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Ping;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Pong;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GossipCodecTests {
    private static final String PUBLISH = "aaa00201" + "03" + "4b6579" + "00000005" + "76616c7565" + "0000ea60";

    private static String encoded(GossipMessage message) {
        return HexFormat.of().formatHex(GossipCodec.encode(message));
    }

    private static GossipMessage decoded(String hex) {
        return GossipCodec.decode(HexFormat.of().parseHex(hex));
    }

    @Test
    void each_message_is_these_octets() {
        assertThat(encoded(new Hello())).isEqualTo("aaa00101");
        assertThat(encoded(new Publish("Key", "value", 60_000))).isEqualTo(PUBLISH);
        assertThat(encoded(new Ping())).isEqualTo("aaa00301");
        assertThat(encoded(new Pong())).isEqualTo("aaa00401");
        assertThat(encoded(new Invalid())).isEqualTo("aaa00501");
    }

    @Test
    void these_octets_are_each_message() {
        assertThat(decoded("aaa00101")).isEqualTo(new Hello());
        assertThat(decoded(PUBLISH)).isEqualTo(new Publish("Key", "value", 60_000));
        assertThat(decoded("aaa00201" + "00" + "00000000" + "ffffffff")).isEqualTo(new Publish("", "", 4_294_967_295L));
        assertThat(decoded("aaa00301")).isEqualTo(new Ping());
        assertThat(decoded("aaa00401")).isEqualTo(new Pong());
        assertThat(decoded("aaa00501")).isEqualTo(new Invalid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aaa001",
                "aaa10101", // that is ZRE
                "aaa00102",
                "aaa00001",
                "aaa00601",
                "aaa0010100",
                PUBLISH + "00",
                "aaa00201",
                "aaa0020103",
                "aaa00201034b65",
                "aaa00201034b6579",
                "aaa00201034b65790000",
                "aaa00201034b6579ffffffff",
                "aaa00201034b6579000000057661",
                "aaa00201034b6579000000057661" + "6c7565" + "0000ea",
            })
    void anything_else_is_nothing(String hex) {
        assertThat(decoded(hex)).isNull();
    }

    @Test
    void keys_and_times_have_limits() {
        Publish longKey = new Publish("k".repeat(256), "", 0);
        Publish longTime = new Publish("k", "", 1L << 32);
        assertThatThrownBy(() -> GossipCodec.encode(longKey)).hasMessageContainingAll("256 octets", "255");
        assertThatThrownBy(() -> GossipCodec.encode(longTime)).hasMessageContainingAll("ttl=4294967296", "4294967295");
    }
}
