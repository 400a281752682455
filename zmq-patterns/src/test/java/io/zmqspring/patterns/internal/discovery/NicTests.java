package io.zmqspring.patterns.internal.discovery;

import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ethernet;
import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ip;
import static io.zmqspring.patterns.internal.discovery.FakeNetwork.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.ZmqException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NicTests {
    private static final Nic ETH0 = ethernet("eth0", 2, "10.1.2.3", "10.1.2.255");
    private static final Nic WLAN0 = ethernet("wlan0", 3, "192.168.1.7", "192.168.1.255");
    private static final Nic DOCKER0 = ethernet("docker0", 2, "172.17.0.1", "172.17.255.255");

    private static Nic tunnel() {
        return new Nic("tun0", 2, false, true, true, List.of(new Nic.Address(ip("10.8.0.2"), null, 32)));
    }

    private static Nic only(String name, String... addresses) {
        return new Nic(
                name,
                4,
                false,
                false,
                true,
                Stream.of(addresses)
                        .map(each -> new Nic.Address(ip(each), null, 64))
                        .toList());
    }

    private static List<String> targets(InetAddress group, Nic... nics) {
        return BeaconTarget.of(new BeaconSettings(5670, 1, group), List.of(nics)).stream()
                .map(each -> each.nic().name() + " " + each.address().getHostAddress())
                .toList();
    }

    @Test
    void the_first_card_of_ipv4_is_our_address_before_tunnels_and_what_is_only_inside_this_machine() {
        assertThat(OwnAddress.choose(List.of(loopback(), DOCKER0, tunnel(), WLAN0, ETH0), null))
                .isEqualTo(ip("192.168.1.7"));
        assertThat(OwnAddress.choose(List.of(loopback(), DOCKER0, tunnel()), null))
                .isEqualTo(ip("172.17.0.1"));
        assertThat(OwnAddress.choose(List.of(loopback(), only("eth1", "fd00::5"), only("eth2", "169.254.3.4")), null))
                .isEqualTo(ip("169.254.3.4"));
        assertThat(OwnAddress.choose(List.of(loopback(), only("eth1", "fe80::5", "fd00::5")), null))
                .isEqualTo(ip("fd00::5"));
        assertThat(OwnAddress.choose(List.of(loopback()), null)).isEqualTo(ip("127.0.0.1"));
        assertThat(OwnAddress.choose(List.of(), null)).isNull();
    }

    @Test
    void a_named_interface_is_our_address_or_nothing_is() {
        assertThat(OwnAddress.choose(List.of(loopback(), ETH0, DOCKER0), "docker0"))
                .isEqualTo(ip("172.17.0.1"));
        assertThat(OwnAddress.choose(List.of(loopback(), ETH0), "wlan0")).isNull();
        assertThatThrownBy(() -> OwnAddress.now("no-such-card"))
                .isInstanceOf(ZmqException.class)
                .hasMessageContainingAll("networkInterface=no-such-card", "up are [", "or name none");
        assertThat(OwnAddress.now(null)).isNotNull();
    }

    @Tag("UDP-06")
    @Test
    void broadcasts_go_to_each_network_by_its_own_address() {
        assertThat(targets(null, loopback(), ETH0, tunnel(), only("eth5", "fd00::5"), WLAN0))
                .containsExactly("lo 127.255.255.255", "eth0 10.1.2.255", "wlan0 192.168.1.255");
    }

    @Test
    void multicast_goes_through_each_interface_that_has_an_address_of_its_kind() {
        assertThat(targets(ip("239.255.56.70"), loopback(), ETH0, only("eth5", "fd00::5")))
                .containsExactly("lo 239.255.56.70", "eth0 239.255.56.70");
        assertThat(targets(ip("ff02::5670"), loopback(), ETH0, only("eth5", "fd00::5")))
                .containsExactly("eth5 ff02:0:0:0:0:0:0:5670");
    }

    @Test
    void the_loopback_network_of_linux_has_a_broadcast_address_though_nobody_says_so() throws Exception {
        assertThat(Nic.up().stream().filter(Nic::loopback).flatMap(Nic::ipv4))
                .allSatisfy(each -> assertThat(each.broadcast()).isEqualTo(ip("127.255.255.255")))
                .isNotEmpty();
    }

    @Test
    void neighbours_have_the_leading_bits_in_common() {
        Nic.Address mine = new Nic.Address(ip("10.1.16.3"), null, 20);
        assertThat(mine.isNeighbour(ip("10.1.31.255"))).isTrue();
        assertThat(mine.isNeighbour(ip("10.1.32.1"))).isFalse();
        assertThat(mine.isNeighbour(ip("fd00::1"))).isFalse();
    }

    @Test
    void endpoints_have_brackets_around_ipv6_and_name_the_link_only_where_it_is_needed() throws Exception {
        assertThat(OwnAddress.endpoint(ip("10.1.2.3"), 5000)).isEqualTo("tcp://10.1.2.3:5000");
        assertThat(OwnAddress.endpoint(scoped("fd00::2"), 5000)).isEqualTo("tcp://[fd00:0:0:0:0:0:0:2]:5000");
        assertThat(OwnAddress.endpoint(scoped("fe80::2"), 5000)).isEqualTo("tcp://[fe80:0:0:0:0:0:0:2%4]:5000");
    }

    private static InetAddress scoped(String literal) throws Exception {
        return Inet6Address.getByAddress(null, ip(literal).getAddress(), 4);
    }
}
