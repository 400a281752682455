package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

/** An application that is processed ahead of time, as for a native image: its beans come from generated code. */
@CompileWithForkedClassLoader
class ZmqAotTests {

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @ZmqListener("orders")
        String on(String order) {
            return order + " accepted";
        }
    }

    @Test
    void sockets_and_listeners_work_with_the_addresses_of_the_run_time() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            configure(application, "tcp://127.0.0.1:*");
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            application.refresh();
            try (application;
                    ZmqContext other = ZmqContext.create();
                    PeerSocket trader = other.peer()) {
                PeerSocket orders = application.getBean("orders", PeerSocket.class);
                trader.send(trader.connect(orders.boundEndpoints().get(0).toString()), Message.of("tea"));
                assertThat(trader.tryReceive(Duration.ofSeconds(30)).text()).isEqualTo("tea accepted");
            }
        });
    }

    @Test
    void limits_are_read_in_a_native_image() {
        TestGenerationContext generated = new TestGenerationContext();
        generate(generated);

        for (Class<?> written : new Class<?>[] {String.class, Integer.class, Long.class}) {
            Method of = ReflectionUtils.findMethod(ZmqLimit.class, "of", written);
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(of))
                    .accepts(generated.getRuntimeHints());
        }
    }

    private static ClassName generate(TestGenerationContext generated) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        configure(application, "inproc://not-known-yet");
        application.register(Application.class, ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(application, generated);
        generated.writeGeneratedContent();
        return initializer;
    }

    private static void configure(GenericApplicationContext application, String endpoint) {
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("zmq.sockets.orders.bind", endpoint)));
    }

    @SuppressWarnings("unchecked")
    private static void initialize(
            GenericApplicationContext application, ApplicationContextInitializer<?> initializer) {
        ((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(application);
    }
}
