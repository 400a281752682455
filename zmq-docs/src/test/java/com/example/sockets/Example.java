package com.example.sockets;

import com.example.Applications;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.core.ZmqTemplate;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What the examples of the page "Sockets by example" have in common. */
abstract class Example {
    static final Duration SOON = Duration.ofSeconds(20);

    final ZmqContext context = ZmqContext.create();
    private Applications applications;

    @BeforeEach
    void open(@TempDir Path directory) {
        applications = new Applications(directory);
    }

    @AfterEach
    void close() {
        applications.close();
        context.close(Duration.ZERO);
    }

    ConfigurableApplicationContext start(String yml, String profile, Class<?>... beans) {
        return applications.start("sockets/" + yml + ".yml", profile, beans);
    }

    static ZmqTemplate template(ConfigurableApplicationContext application) {
        return application.getBean(ZmqTemplate.class);
    }

    static int port(ConfigurableApplicationContext application, String socket) {
        return application.getEnvironment().getRequiredProperty("local.zmq." + socket + ".port", Integer.class);
    }
}
