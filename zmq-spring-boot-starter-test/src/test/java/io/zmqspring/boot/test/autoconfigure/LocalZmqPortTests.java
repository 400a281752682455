package io.zmqspring.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.PeerSocket;
import io.zmqspring.boot.test.LocalZmqPort;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

@SpringBootTest(classes = LocalZmqPortTests.Application.class, properties = "zmq.sockets.desk.bind=tcp://127.0.0.1:*")
class LocalZmqPortTests {
    @LocalZmqPort("desk")
    private int port;

    @LocalZmqPort("desk")
    private String text;

    @Test
    @Tag("SPR-7")
    void theFieldHasThePortThatTheSystemChose(@Autowired PeerSocket desk) {
        assertThat(desk.boundEndpoints().get(0).port()).hasValue(port);
        assertThat(text).isEqualTo(String.valueOf(port));
    }

    @Nested
    class Inner {
        @LocalZmqPort("desk")
        private int again;

        @Test
        void nestedTestsHaveItToo() {
            assertThat(List.of(port, again)).containsOnly(port).allMatch(each -> each > 0);
        }
    }

    @Test
    void aSocketWithoutPortIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new TestContextManager(Misspelt.class).prepareTestInstance(new Misspelt()))
                .withMessageContaining("socket 'dseks' listens at no port")
                .withMessageContaining("zmq.sockets.dseks.bind=tcp://127.0.0.1:*");
    }

    @SpringBootTest(classes = Application.class)
    static class Misspelt {
        @LocalZmqPort("dseks")
        int port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
