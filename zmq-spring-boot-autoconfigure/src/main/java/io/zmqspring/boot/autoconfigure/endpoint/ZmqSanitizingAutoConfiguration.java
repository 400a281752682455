package io.zmqspring.boot.autoconfigure.endpoint;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration that keeps keys and passwords of sockets out of the actuator, even where it shows values. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class ZmqSanitizingAutoConfiguration {
    /** What is left of names below {@code zmq.sockets} and {@code zmq.mesh} in each of the forms that binding accepts. */
    private static final Pattern SECRET =
            Pattern.compile("zmq(sockets|mesh).*(security(secretkey|password|users).*|tcpproxypassword)");

    @Bean
    SanitizingFunction zmqSanitizingFunction() {
        return SanitizingFunction.sanitizeValue().ifKeyMatches(ZmqSanitizingAutoConfiguration::isSecret);
    }

    private static boolean isSecret(String key) {
        String letters = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return SECRET.matcher(letters).matches();
    }
}
