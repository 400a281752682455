package io.zmqspring.spring.core;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.Message;
import io.zmqspring.SocketType;
import io.zmqspring.spring.observation.DefaultZmqTemplateObservationConvention;
import io.zmqspring.spring.observation.ZmqTemplateObservation;
import io.zmqspring.spring.observation.ZmqTemplateObservationContext;
import io.zmqspring.spring.observation.ZmqTemplateObservationContext.Operation;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Observes what a template sends. Thread-safe. */
record TemplateObserver(
        ObservationRegistry registry, @Nullable ZmqTemplateObservationConvention convention) {
    private static final ZmqTemplateObservationConvention DEFAULT = new DefaultZmqTemplateObservationConvention();

    /**
     * What a message is sent for, and where to.
     *
     * @param operation what for
     * @param socket the name of the socket, or of the mesh
     * @param type the type of the socket that sends
     * @param destination as it was given
     * @param connection the configured connection that it names, or null
     * @param mapper decides which headers travel
     */
    record Target(
            Operation operation,
            String socket,
            SocketType type,
            ZmqDestination destination,
            @Nullable String connection,
            ZmqMessageMapper mapper) {

        private ZmqTemplateObservationContext context() {
            return new ZmqTemplateObservationContext(
                    operation, connection == null ? socket : connection, destination.toString(), socket, type);
        }
    }

    /** Does the work, observed from its beginning to its end. */
    <T> T observe(Target target, Function<Sending, T> work) {
        ZmqTemplateObservationContext context = target.context();
        Observation observation = create(context);
        return observation.observe(() -> work.apply(sending(observation, context, target)));
    }

    /** Does the work, observed until the future that it returns is done. */
    <T> CompletableFuture<T> observeLater(Target target, Function<Sending, CompletableFuture<T>> work) {
        ZmqTemplateObservationContext context = target.context();
        Observation observation = create(context).start();
        CompletableFuture<T> result;
        try {
            result = observation.scoped(() -> work.apply(sending(observation, context, target)));
        } catch (RuntimeException notSent) {
            observation.error(notSent);
            observation.stop();
            throw notSent;
        }
        return result.whenComplete((reply, failure) -> {
            if (failure != null) {
                observation.error(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            observation.stop();
        });
    }

    private Observation create(ZmqTemplateObservationContext context) {
        return ZmqTemplateObservation.TEMPLATE.observation(convention, DEFAULT, () -> context, registry);
    }

    private static Sending sending(Observation observation, ZmqTemplateObservationContext context, Target target) {
        return observation.isNoop() ? Sending.UNOBSERVED : new Observed(context, target.mapper);
    }

    private static final class Observed extends Sending {
        private final ZmqTemplateObservationContext context;
        private final ZmqMessageMapper mapper;

        Observed(ZmqTemplateObservationContext context, ZmqMessageMapper mapper) {
            this.context = context;
            this.mapper = mapper;
        }

        @Override
        Map<String, String> headers(Map<String, String> correlation) {
            Map<String, String> carrier = context.getCarrier();
            if (carrier == null || carrier.isEmpty()) {
                return correlation;
            }
            Map<String, String> all = new HashMap<>(mapper.allowed(carrier));
            all.putAll(correlation);
            return all;
        }

        @Override
        Message sent(Message message) {
            context.setSent(message);
            return message;
        }

        @Override
        org.springframework.messaging.Message<?> answered(org.springframework.messaging.Message<?> reply) {
            context.setResponse(reply);
            return reply;
        }
    }
}
