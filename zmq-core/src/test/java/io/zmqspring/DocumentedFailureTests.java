package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.AnySocket;
import io.zmqspring.testkit.TestOptions;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a method of a socket throws, its documentation names. */
@Timeout(30)
class DocumentedFailureTests {
    private static final Path SOURCES = Path.of("src/main/java/io/zmqspring");
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Executor NOWHERE = task -> {};
    private static final Consumer<Object> NOTHING = message -> {};
    private static final Map<Class<?>, Object> ARGUMENTS = Map.of(
            String.class,
            "nonsense://",
            int.class,
            1,
            Duration.class,
            MOMENT,
            byte[].class,
            new byte[0],
            Message.class,
            Message.of("a"),
            Executor.class,
            NOWHERE,
            Consumer.class,
            NOTHING);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final SocketOptions impatient =
            TestOptions.quick().sendTimeout(MOMENT).receiveTimeout(MOMENT).build();

    @ParameterizedTest
    @EnumSource
    @Tag("P-058")
    void ofAClosedSocketAreDocumented(SocketType type) {
        ZmqSocket socket = AnySocket.open(context, type, impatient);
        socket.close();
        assertThat(failures(socket)).contains("bind ZmqClosedException");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("P-058")
    void ofAnOpenSocketAreDocumented(SocketType type) {
        assertThat(failures(AnySocket.open(context, type, impatient))).contains("bind ZmqEndpointException");
    }

    /** Calls every method but close, and returns what failed and how. */
    private static List<String> failures(ZmqSocket socket) {
        return Arrays.stream(socket.getClass().getInterfaces())
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !method.getName().equals("close"))
                .map(method -> failure(socket, method))
                .filter(failure -> !failure.isEmpty())
                .toList();
    }

    private static String failure(ZmqSocket socket, Method method) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> ARGUMENTS.get(type))
                .toArray();
        assertThat(arguments).as("arguments for " + method).doesNotContainNull();
        try {
            method.invoke(socket, arguments);
            return "";
        } catch (InvocationTargetException e) {
            String kind = e.getCause().getClass().getSimpleName();
            assertThat(documentation(method))
                    .as(method + " throws " + e.getCause())
                    .contains("@throws " + kind);
            return method.getName() + " " + kind;
        } catch (IllegalAccessException e) {
            throw new AssertionError("what is not public cannot be called", e);
        }
    }

    private static String documentation(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(type -> Pattern.quote(type.getSimpleName()) + "(<[^>]*>)? \\w+")
                .collect(Collectors.joining(", "));
        Pattern form = Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/[^*;{]* " + method.getName() + "\\(" + parameters + "\\)", Pattern.DOTALL);
        String type = method.getDeclaringClass().getSimpleName();
        try {
            Matcher found = form.matcher(Files.readString(SOURCES.resolve(type + ".java")));
            assertThat(found.find()).as(method + " in its source").isTrue();
            return found.group(1);
        } catch (IOException e) {
            throw new AssertionError("no source of " + type, e);
        }
    }
}
