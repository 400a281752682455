package io.zmqspring.spring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqVersion;
import io.zmqspring.spring.listener.ZmqBatchListener;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Tag("SPR-114")
class ZmqRuntimeHintsTests {
    private final RuntimeHints hints = new RuntimeHints();

    /** As Spring does it: by what the jar announces. */
    @BeforeEach
    void register() {
        AotServices.factories().load(RuntimeHintsRegistrar.class).asList().stream()
                .filter(ZmqRuntimeHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
    }

    @Test
    void libraries_that_are_looked_for_can_be_found() {
        assertThat(reflection().onType(XSalsa20Engine.class)).accepts(hints);
        assertThat(reflection().onType(JsonMapper.class)).accepts(hints);
        assertThat(reflection().onType(Mono.class)).accepts(hints);
    }

    @Test
    void the_version_can_be_read() {
        assertThat(ZmqVersion.class.getResource("version.txt")).isNotNull();
        assertThat(resource().forResource(ZmqVersion.class.getPackageName().replace('.', '/') + "/version.txt"))
                .accepts(hints);
    }

    @Test
    void a_listener_can_have_advice() {
        ProxyFactory proxy = new ProxyFactory((ZmqMessageListener) message -> null);

        assertThat(proxies()
                        .forInterfaces(proxy.getProxy(getClass().getClassLoader())
                                .getClass()
                                .getInterfaces()))
                .accepts(hints);
    }

    @Test
    void a_batch_listener_can_have_advice() {
        ProxyFactory proxy = new ProxyFactory(new ZmqBatchListener<byte[]>() {
            @Override
            public byte[] element(Message<byte[]> message) {
                return message.getPayload();
            }

            @Override
            public Object onBatch(List<byte[]> batch) {
                return null;
            }
        });

        assertThat(proxies()
                        .forInterfaces(proxy.getProxy(getClass().getClassLoader())
                                .getClass()
                                .getInterfaces()))
                .accepts(hints);
    }

    @Test
    void the_health_of_a_proxy_can_be_written() {
        for (var component : ZmqProxy.Statistics.class.getRecordComponents()) {
            assertThat(reflection().onMethodInvocation(component.getAccessor())).accepts(hints);
        }
    }
}
