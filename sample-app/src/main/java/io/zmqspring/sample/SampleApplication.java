package io.zmqspring.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The sample. Without a profile it is an order desk and two traders in one process; with the profile {@code desk} or
 * {@code trader} it is one of them, to be started in several terminals. With the profile {@code mesh} it is one of several processes that
 * find each other.
 */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(SampleProperties.class)
public class SampleApplication {

    /**
     * Starts it.
     *
     * @param args properties, for instance {@code --spring.profiles.active=trader --server.port=8081}
     */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
