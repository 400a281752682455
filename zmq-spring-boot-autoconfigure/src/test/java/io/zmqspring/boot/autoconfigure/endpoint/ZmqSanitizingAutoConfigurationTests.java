package io.zmqspring.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.security.CurveKeyPair;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.json.JsonMapper;

@Tag("SP-11")
class ZmqSanitizingAutoConfigurationTests {
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

    private final ApplicationContextRunner open = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    EnvironmentEndpointAutoConfiguration.class,
                    ConfigurationPropertiesReportEndpointAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new)
            .withInitializer(context -> context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new SystemEnvironmentPropertySource(
                            "test-systemEnvironment",
                            Map.of("ZMQ_SOCKETS_STOCK_SECURITY_SECRETKEY", CLIENT.secretText()))))
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoint.env.show-values=always",
                    "management.endpoint.configprops.show-values=always",
                    "zmq.sockets.orders.security.mechanism=curve",
                    "zmq.sockets.orders.security.secretKey=" + SERVER.secretText(),
                    "zmq.sockets.orders.security.accept=" + CLIENT.publicKey(),
                    "zmq.sockets.stock.security.mechanism=curve",
                    "zmq.sockets.stock.security.server-key=" + SERVER.publicKey(),
                    "zmq.sockets.plain.security.mechanism=plain",
                    "zmq.sockets.plain.security.users.ann=hush-1",
                    "zmq.sockets.desk.security.mechanism=plain",
                    "zmq.sockets.desk.security.username=ann",
                    "zmq.sockets.desk.security.password=hush-2",
                    "zmq.sockets.desk.tcp.proxy.host=socks",
                    "zmq.sockets.desk.tcp.proxy.user=ann",
                    "zmq.sockets.desk.tcp.proxy.password=hush-3");

    private final ApplicationContextRunner sanitized =
            open.withConfiguration(AutoConfigurations.of(ZmqSanitizingAutoConfiguration.class));

    private static String json(Object descriptor) {
        return JsonMapper.shared().writeValueAsString(descriptor);
    }

    @Test
    void neither_env_nor_configprops_shows_a_secret_even_where_they_show_values() {
        sanitized.run(context -> {
            String env = json(context.getBean(EnvironmentEndpoint.class).environment(null));
            String configprops = json(
                    context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());

            for (String shown : new String[] {env, configprops}) {
                assertThat(shown)
                        .contains(CLIENT.publicKey().toString(), "******")
                        .doesNotContain(SERVER.secretText(), CLIENT.secretText(), "hush");
            }
        });
    }

    @Test
    void without_it_they_would() {
        open.run(context -> {
            String env = json(context.getBean(EnvironmentEndpoint.class).environment(null));
            String configprops = json(
                    context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());

            assertThat(env).contains("hush-1", "hush-2", "hush-3");
            assertThat(configprops).contains("hush-1", "hush-2", "hush-3");
        });
    }
}
