package io.zmqspring.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.UdpOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the options make of a channel. */
class DatagramChannelsTests {
    private static UdpAddress address(String text) {
        return UdpAddress.parse(Endpoint.parse(text));
    }

    private static DatagramChannel sending(String text, UdpOptions options) throws IOException {
        UdpAddress address = address(text);
        return DatagramChannels.sending(address, address.resolve(), options);
    }

    @Test
    @Tag("T-UDP-08")
    @Tag("O-085")
    void multicastReachesOneHopAndThisHostUnlessToldOtherwise() throws IOException {
        try (DatagramChannel channel = sending("udp://239.0.0.1:5555", UdpOptions.DEFAULT)) {
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                    .isEqualTo(1);
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP))
                    .isTrue();
        }
        UdpOptions far = UdpOptions.DEFAULT.withMulticastHops(7).withMulticastLoop(false);
        try (DatagramChannel channel = sending("udp://239.0.0.1:5555", far)) {
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                    .isEqualTo(7);
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP))
                    .isFalse();
        }
    }

    @Test
    @Tag("T-UDP-13")
    void theKernelsBuffersHaveTheSizesAskedFor() throws IOException {
        UdpOptions small = UdpOptions.DEFAULT.withBuffers(16_384, 32_768);
        try (DatagramChannel sending = sending("udp://127.0.0.1:5555", small);
                DatagramChannel receiving = DatagramChannels.receiving(address("udp://127.0.0.1:*"), small)) {
            assertThat(sending.getOption(StandardSocketOptions.SO_SNDBUF)).isEqualTo(16_384);
            assertThat(receiving.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(32_768);
        }
    }
}
