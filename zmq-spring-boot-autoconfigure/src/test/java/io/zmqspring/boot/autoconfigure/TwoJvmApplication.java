package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ZmqException;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

/**
 * What {@link TwoJvmTests} runs in processes of its own: an order desk, with the profile {@code desk}, or a trader. It is
 * led by lines on its standard input and answers each with one line that begins with {@link #ANSWER}; it ends with its
 * input.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TwoJvmApplication.Desk.class)
class TwoJvmApplication {
    static final String ANSWER = "## ";

    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(500);

    record Order(int id, String item) {}

    record Receipt(int orderId, boolean accepted) {}

    @Profile("desk")
    static class Desk {

        @ZmqListener("desk")
        Receipt on(Order order) {
            return new Receipt(order.id(), order.item().equals("tea"));
        }
    }

    private final ConfigurableApplicationContext context;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private TwoJvmApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(TwoJvmApplication.class)
                .web(WebApplicationType.NONE)
                .properties("logging.level.root=warn", "spring.main.banner-mode=off")
                .run(arguments);
        new TwoJvmApplication(context).obey();
        Runtime.getRuntime().halt(0);
    }

    private void obey() throws IOException {
        answer("started " + context.getEnvironment().getProperty("local.zmq.desk.port"));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answer(command.equals("peers") ? peers() : order(Integer.parseInt(command)));
        }
    }

    private String peers() {
        return "peers " + context.getBean(ZmqSockets.class).get("desk").peers().size();
    }

    private String order(int number) {
        try {
            return context.getBean(ZmqTemplate.class)
                    .convertSendAndReceive("desk", new Order(number, "tea"), Receipt.class, REPLY_TIMEOUT)
                    .toString();
        } catch (ZmqException failed) {
            return failed.getClass().getSimpleName();
        }
    }

    private void answer(String text) {
        out.println(ANSWER + text);
    }
}
