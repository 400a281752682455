package io.zmqspring.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.observation.DefaultZmqListenerObservationConvention;
import io.zmqspring.spring.observation.DefaultZmqTemplateObservationConvention;
import io.zmqspring.spring.observation.ZmqListenerObservationConvention;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ZmqObservationAutoConfigurationTests {
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    ZmqObservationAutoConfiguration.class))
            .withUserConfiguration(Desk.class)
            .withPropertyValues(
                    "zmq.sockets.counter.bind=inproc://observed-desk",
                    "zmq.sockets.phone.connect.desk=inproc://observed-desk");

    private final ApplicationContextRunner runner =
            withoutRegistry.withBean(ObservationRegistry.class, () -> observations);

    @Configuration(proxyBeanMethods = false)
    static class Desk {

        @ZmqListener(id = "orders", sockets = "counter")
        String on(String order) {
            return order + " accepted";
        }
    }

    private static void ask(ZmqTemplate template) {
        assertThat(template.convertSendAndReceive("desk", "tea", String.class)).isEqualTo("tea accepted");
    }

    @Test
    @Tag("SPR-95")
    void a_registry_is_enough() {
        runner.run(context -> {
            ask(context.getBean(ZmqTemplate.class));

            await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                    .hasNumberOfObservationsWithNameEqualTo("zmq.template", 2)
                    .hasNumberOfObservationsWithNameEqualTo("zmq.listener", 1));
        });
    }

    @Test
    @Tag("SPR-96")
    void conventions_that_are_beans_decide_about_names() {
        runner.withBean(ZmqTemplateObservationConvention.class, () -> new DefaultZmqTemplateObservationConvention() {
                    @Override
                    public String getName() {
                        return "shop.calls";
                    }
                })
                .withBean(ZmqListenerObservationConvention.class, () -> new DefaultZmqListenerObservationConvention() {
                    @Override
                    public String getName() {
                        return "shop.orders";
                    }
                })
                .run(context -> {
                    ask(context.getBean(ZmqTemplate.class));

                    await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                            .hasNumberOfObservationsEqualTo(3)
                            .hasNumberOfObservationsWithNameEqualTo("shop.calls", 2)
                            .hasNumberOfObservationsWithNameEqualTo("shop.orders", 1));
                });
    }

    @Test
    @Tag("SPR-95")
    void both_can_be_switched_off() {
        runner.withPropertyValues("zmq.template.observation-enabled=false", "zmq.listener.observation-enabled=false")
                .run(context -> {
                    ask(context.getBean(ZmqTemplate.class));

                    TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
                });
    }

    @Test
    void nothing_is_observed_without_a_registry() {
        withoutRegistry.run(context -> {
            ask(context.getBean(ZmqTemplate.class));
            assertThat(context)
                    .doesNotHaveBean("zmqTemplateObservation")
                    .doesNotHaveBean("zmqListenerObservation")
                    .doesNotHaveBean(BatchLinks.class);
        });
    }
}
