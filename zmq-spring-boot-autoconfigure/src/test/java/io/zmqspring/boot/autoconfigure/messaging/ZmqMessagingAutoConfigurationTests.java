package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ZmqMessagingAutoConfigurationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new);

    record Order(String itemName) {}

    @Test
    @Tag("SPR-67")
    @Tag("SPR-70")
    void there_is_a_template_with_the_configured_defaults() {
        runner.withPropertyValues("zmq.template.default-destination=billing", "zmq.template.reply-timeout=3s")
                .run(context -> {
                    assertThat(context).hasSingleBean(ZmqTemplate.class);
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    assertThat(template.getReplyTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(template.getDefaultDestination()).isEqualTo(ZmqDestination.parse("billing"));
                    assertThat(template.getMessageConverter()).isSameAs(context.getBean("zmqMessageConverter"));
                });
    }

    @Test
    void a_template_without_default_destination() {
        runner.run(context -> assertThat(context.getBean(ZmqTemplate.class).getDefaultDestination())
                .isNull());
    }

    @Test
    @Tag("SPR-83")
    void json_is_written_by_the_mapper_of_the_application() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> assertThat(json(context)).isEqualTo("{\"item_name\":\"tea\"}"));
        runner.withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                                .build())
                .run(context -> assertThat(json(context)).isEqualTo("{\"item-name\":\"tea\"}"));
    }

    @Test
    void json_is_written_without_a_mapper_of_the_application() {
        runner.run(context -> assertThat(json(context)).isEqualTo("{\"itemName\":\"tea\"}"));
    }

    @Test
    @Tag("SPR-82")
    void text_is_sent_as_it_is() {
        runner.run(context -> assertThat(converted(context, "tea")).isEqualTo("tea"));
    }

    @Test
    void text_is_sent_without_jackson_too() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ZmqTemplate.class));
    }

    @Test
    void our_converter_is_nobody_elses_converter() {
        runner.withUserConfiguration(Other.class)
                .run(context -> assertThat(
                                context.getBean(Other.class).converter.getIfAvailable())
                        .isNull());
    }

    @Configuration(proxyBeanMethods = false)
    static class Other {
        private final ObjectProvider<MessageConverter> converter;

        Other(ObjectProvider<MessageConverter> converter) {
            this.converter = converter;
        }
    }

    @Test
    @Tag("SPR-86")
    void headers_of_the_application_pass_if_allowed() {
        runner.withPropertyValues("zmq.headers.allow=tenant,shop")
                .run(context -> assertThat(
                                context.getBean(ZmqHeaderMapper.class).fromWire(Map.of("tenant", "a", "other", "b")))
                        .containsEntry("tenant", "a")
                        .doesNotContainKey("other"));
    }

    @Test
    @Tag("SPR-1")
    void beans_of_the_application_replace_ours() {
        MessageConverter converter = new StringMessageConverter();
        ZmqHeaderMapper mapper = new DefaultZmqHeaderMapper();
        runner.withBean("zmqMessageConverter", MessageConverter.class, () -> converter)
                .withBean(ZmqHeaderMapper.class, () -> mapper)
                .run(context -> {
                    assertThat(context).hasSingleBean(ZmqHeaderMapper.class);
                    assertThat(context.getBean(ZmqTemplate.class).getMessageConverter())
                            .isSameAs(converter);
                });
    }

    @Test
    @Tag("SPR-68")
    @Tag("SPR-1")
    void a_template_of_the_application_replaces_ours() {
        ZmqTemplate own = new ZmqTemplate(new ZmqSockets());
        runner.withBean("own", ZmqTemplate.class, () -> own)
                .run(context -> assertThat(context).getBean(ZmqOperations.class).isSameAs(own));
    }

    @Test
    @Tag("SPR-22")
    void there_is_no_template_when_switched_off() {
        runner.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ZmqOperations.class)
                        .doesNotHaveBean(ZmqHeaderMapper.class));
    }

    private static String json(ApplicationContext context) {
        return converted(context, new Order("tea"));
    }

    private static String converted(ApplicationContext context, Object payload) {
        MessageConverter converter = context.getBean("zmqMessageConverter", MessageConverter.class);
        Object body = converter.toMessage(payload, new MessageHeaders(Map.of())).getPayload();
        return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : body.toString();
    }
}
