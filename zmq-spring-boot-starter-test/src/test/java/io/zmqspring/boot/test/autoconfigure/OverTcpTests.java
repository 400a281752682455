package io.zmqspring.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqTestPeers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The same beans for an application that keeps its endpoints. */
@SpringBootTest(properties = "zmq.sockets.desk.bind=tcp://127.0.0.1:*")
@AutoConfigureTestZmq(inproc = false)
class OverTcpTests {

    @Test
    void peersConnectToThePort(@Autowired ZmqTestPeers peers, @Autowired Environment environment) {
        assertThat(environment.getProperty("local.zmq.desk.port", Integer.class))
                .isPositive();
        peers.connect(SocketType.PEER, "desk").send("tea").expect("tea accepted");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        AutoConfigureTestZmqTests.Desk orders() {
            return new AutoConfigureTestZmqTests.Desk();
        }
    }
}
