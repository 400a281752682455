package io.zmqspring.boot.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.zmqspring.spring.observation.ZmqListenerObservationContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Links the span of a batch to the spans that its messages come from: they may be of several traces, and a span has one
 * parent only. Reads the W3C form of a trace context, because a propagator makes spans, and no links.
 */
final class BatchLinks extends PropagatingReceiverTracingObservationHandler<ZmqListenerObservationContext> {
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

    private final Tracer tracer;

    BatchLinks(Tracer tracer, Propagator propagator) {
        super(tracer, propagator);
        this.tracer = tracer;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ZmqListenerObservationContext received && received.isBatch();
    }

    @Override
    public Span.Builder customizeExtractedSpan(ZmqListenerObservationContext batch, Span.Builder span) {
        batch.getMessages().stream()
                .map(message -> message.getHeaders().get("traceparent"))
                .distinct()
                .forEach(parent -> {
                    TraceContext context = parse(parent);
                    if (context != null) {
                        span.addLink(new Link(context));
                    }
                });
        return span;
    }

    private @Nullable TraceContext parse(@Nullable Object header) {
        if (!(header instanceof String text)) {
            return null;
        }
        Matcher parts = TRACE_PARENT.matcher(text);
        return parts.matches()
                ? tracer.traceContextBuilder()
                        .traceId(parts.group(1))
                        .spanId(parts.group(2))
                        .sampled((Integer.parseInt(parts.group(3), 16) & 1) == 1)
                        .build()
                : null;
    }
}
