package io.zmqspring.boot.autoconfigure.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.spring.mesh.ZmqMeshListener;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

/** A node in an application that is processed ahead of time, as for a native image. */
@CompileWithForkedClassLoader
class MeshAotTests {

    record Position(double north, double east) {}

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @ZmqMeshListener("positions")
        void on(Position position) {}

        @Bean
        MeshNodeCustomizer alone() {
            return (mesh, node) -> node.discovery((own, sightings) -> () -> {});
        }
    }

    @Test
    @Tag("SPR-119")
    @Tag("SPR-120")
    void a_node_runs_and_its_listener_can_be_reached() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(ReflectionUtils.findMethod(Application.class, "on", Position.class)))
                .accepts(generated.getRuntimeHints());
        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            configure(application);
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            application.refresh();
            try (application) {
                MeshNode node = application.getBean("fleet", MeshNode.class);
                assertThat(node.isRunning()).isTrue();
                assertThat(node.groups()).containsExactly("positions");
            }
        });
    }

    private static ClassName generate(TestGenerationContext generated) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        configure(application);
        application.register(
                Application.class,
                ZmqAutoConfiguration.class,
                ZmqMessagingAutoConfiguration.class,
                ZmqMeshAutoConfiguration.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(application, generated);
        generated.writeGeneratedContent();
        return initializer;
    }

    private static void configure(GenericApplicationContext application) {
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("zmq.mesh.fleet.interface", "loopback")));
    }

    @SuppressWarnings("unchecked")
    private static void initialize(
            GenericApplicationContext application, ApplicationContextInitializer<?> initializer) {
        ((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(application);
    }
}
