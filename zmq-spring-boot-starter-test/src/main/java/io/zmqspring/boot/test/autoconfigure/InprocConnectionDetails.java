package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.DgramSocket;
import io.zmqspring.StreamSocket;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Endpoints of an application as names of inproc. */
final class InprocConnectionDetails implements ZmqConnectionDetails {
    private final ZmqConnectionDetails configured;
    private final Predicate<String> knowsInproc;

    /**
     * Makes details.
     *
     * @param configured the endpoints as they are configured
     * @param knowsInproc tells by the name of a socket whether it can be bound and connected within the process
     */
    InprocConnectionDetails(ZmqConnectionDetails configured, Predicate<String> knowsInproc) {
        this.configured = configured;
        this.knowsInproc = knowsInproc;
    }

    @Override
    public List<String> bind(String socket) {
        List<String> endpoints = configured.bind(socket);
        return knowsInproc.test(socket)
                ? IntStream.range(0, endpoints.size())
                        .mapToObj(i -> InprocName.ofBound(endpoints.get(i), socket + "-" + i))
                        .toList()
                : endpoints;
    }

    @Override
    public Map<String, List<String>> connect(String socket) {
        Map<String, List<String>> endpoints = configured.connect(socket);
        if (!knowsInproc.test(socket)) {
            return endpoints;
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        endpoints.forEach((connection, those) ->
                names.put(connection, those.stream().map(InprocName::of).toList()));
        return names;
    }

    /** Puts itself between the application and whatever details it has. */
    static final class Everywhere implements BeanPostProcessor {
        private final BeanFactory beans;

        Everywhere(BeanFactory beans) {
            this.beans = beans;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof ZmqConnectionDetails details
                    ? new InprocConnectionDetails(details, this::knowsInproc)
                    : bean;
        }

        private boolean knowsInproc(String socket) {
            return !beans.isTypeMatch(socket, StreamSocket.class) && !beans.isTypeMatch(socket, DgramSocket.class);
        }
    }
}
