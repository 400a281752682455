package io.zmqspring.spring.listener;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.core.ZmqIntake;
import io.zmqspring.spring.observation.ZmqListenerObservationConvention;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.util.MimeType;

/**
 * How listener containers work. A container has its own, which its factory fills with what is common to all; a listener
 * may change single ones. To be set by one thread; a running container takes changes over at its next start.
 */
public abstract class ListenerContainerSettings {
    /** How long a stop waits for the messages in hand by default. */
    public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofSeconds(10);

    /** How many futures that listeners returned may be unfinished by default. */
    public static final int DEFAULT_MAX_UNFINISHED = 1000;

    /** How many messages a batch has at most by default. */
    public static final int DEFAULT_BATCH_SIZE = 100;

    /** How long a batch waits for further messages by default. */
    public static final Duration DEFAULT_BATCH_TIMEOUT = Duration.ofMillis(100);

    int concurrency = 1;
    Ordering ordering = Ordering.SENDER;
    int handOver = ZmqIntake.DEFAULT_HAND_OVER;
    int batchSize = DEFAULT_BATCH_SIZE;
    Duration batchTimeout = DEFAULT_BATCH_TIMEOUT;
    boolean autoStartup = true;
    Duration gracePeriod = DEFAULT_GRACE_PERIOD;
    int maxUnfinished = DEFAULT_MAX_UNFINISHED;
    ZmqHeaderMapper headerMapper = new DefaultZmqHeaderMapper();
    List<ZmqMessageInterceptor> interceptors = List.of();
    List<Advice> adviceChain = List.of();

    @Nullable
    Executor taskExecutor;

    @Nullable
    ZmqMessageFilter filter;

    @Nullable
    RetryPolicy retryPolicy;

    @Nullable
    ZmqListenerErrorHandler listenerErrorHandler;

    @Nullable
    ZmqErrorHandler errorHandler;

    @Nullable
    ZmqMessageRecoverer recoverer;

    @Nullable
    ObservationRegistry observations;

    @Nullable
    ZmqListenerObservationConvention observationConvention;

    @Nullable
    Duration idleEventInterval;

    @Nullable
    ApplicationEventPublisher eventPublisher;

    boolean returningExceptions;

    @Nullable
    MessagePostProcessor replyPostProcessor;

    @Nullable
    MimeType replyContentType;

    /** For those that have settings. */
    protected ListenerContainerSettings() {}

    /**
     * Gives another all of these settings.
     *
     * @param other whose settings are replaced
     */
    protected final void applyTo(ListenerContainerSettings other) {
        other.concurrency = concurrency;
        other.ordering = ordering;
        other.handOver = handOver;
        other.batchSize = batchSize;
        other.batchTimeout = batchTimeout;
        other.autoStartup = autoStartup;
        other.gracePeriod = gracePeriod;
        other.maxUnfinished = maxUnfinished;
        other.headerMapper = headerMapper;
        other.interceptors = interceptors;
        other.adviceChain = adviceChain;
        other.taskExecutor = taskExecutor;
        other.filter = filter;
        other.retryPolicy = retryPolicy;
        other.listenerErrorHandler = listenerErrorHandler;
        other.errorHandler = errorHandler;
        other.recoverer = recoverer;
        other.observations = observations;
        other.observationConvention = observationConvention;
        other.idleEventInterval = idleEventInterval;
        other.eventPublisher = eventPublisher;
        other.returningExceptions = returningExceptions;
        other.replyPostProcessor = replyPostProcessor;
        other.replyContentType = replyContentType;
    }

    /**
     * Sets how many messages of each socket are handled at once. See {@link #setOrdering}.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        this.concurrency = atLeastOne("concurrency", concurrency);
    }

    /**
     * Sets whether several threads keep the messages of one sender in order.
     *
     * @param ordering default {@link Ordering#SENDER}
     */
    public void setOrdering(Ordering ordering) {
        this.ordering = Objects.requireNonNull(ordering, "ordering");
    }

    /**
     * Sets how many messages of a socket may wait for earlier ones of their senders, while several threads handle messages
     * in the order of senders. When as many wait, no more are received, queues fill up, and the peers are held back.
     *
     * @param messages at least 1, default 100
     */
    public void setHandOver(int messages) {
        this.handOver = atLeastOne("handOver", messages);
    }

    /**
     * Sets how many messages a batch listener gets at most.
     *
     * @param batchSize at least 1, default 100
     */
    public void setBatchSize(int batchSize) {
        this.batchSize = atLeastOne("batchSize", batchSize);
    }

    /**
     * Sets how long a batch waits for further messages after its first one.
     *
     * @param timeout default 100 ms; zero for what is there already
     */
    public void setBatchTimeout(Duration timeout) {
        this.batchTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * Sets whether containers start with the application.
     *
     * @param autoStartup default true
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * Sets how long a stop waits for the messages in hand, and for the futures that the listener returned.
     *
     * @param period default 10 s
     */
    public void setGracePeriod(Duration period) {
        this.gracePeriod = Objects.requireNonNull(period, "period");
    }

    /**
     * Sets how many futures that a listener returned may be unfinished, before its threads wait.
     *
     * @param most at least 1, default 1000
     */
    public void setMaxUnfinished(int most) {
        this.maxUnfinished = atLeastOne("maxUnfinished", most);
    }

    /**
     * Sets what the receiving threads are taken from: one per socket and unit of concurrency, for as long as a
     * container runs. They may be virtual. It must be able to run all of them at once.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        this.taskExecutor = executor;
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper by default one with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        this.headerMapper = Objects.requireNonNull(headerMapper, "headerMapper");
    }

    /**
     * Returns which headers are believed.
     *
     * @return the mapper
     */
    public ZmqHeaderMapper getHeaderMapper() {
        return headerMapper;
    }

    /**
     * Sets which messages the listener gets. The others are counted, and nothing else happens to them.
     *
     * @param filter the filter, or null for all messages, the default
     */
    public void setFilter(@Nullable ZmqMessageFilter filter) {
        this.filter = filter;
    }

    /**
     * Sets what sees each message before and after the listener, in this order before and in the opposite order after.
     *
     * @param interceptors by default none
     */
    public void setInterceptors(List<? extends ZmqMessageInterceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    /**
     * Sets advice around each call of the listener, retries included, the outermost first.
     *
     * @param adviceChain by default none
     */
    public void setAdviceChain(Advice... adviceChain) {
        this.adviceChain = List.of(adviceChain);
    }

    /**
     * Sets whether and when the listener is called again after it threw. Retries block the receiving thread. What can
     * only fail again is never retried: messages that cannot be converted, are not valid or do not fit the method.
     *
     * @param policy the policy, or null for none, the default
     */
    public void setRetryPolicy(@Nullable RetryPolicy policy) {
        this.retryPolicy = policy;
    }

    /**
     * Sets what deals with failures first, and may answer the sender.
     *
     * @param handler the handler, or null for none, the default
     */
    public void setListenerErrorHandler(@Nullable ZmqListenerErrorHandler handler) {
        this.listenerErrorHandler = handler;
    }

    /**
     * Sets what deals with failures that no listener error handler dealt with.
     *
     * @param handler the handler, or null for none, the default
     */
    public void setErrorHandler(@Nullable ZmqErrorHandler handler) {
        this.errorHandler = handler;
    }

    /**
     * Sets where messages go that failed and that no error handler dealt with.
     *
     * @param recoverer the recoverer; null to log the failure, the default, whereby of many one a second is logged
     */
    public void setRecoverer(@Nullable ZmqMessageRecoverer recoverer) {
        this.recoverer = recoverer;
    }

    /**
     * Sets after what time without messages a {@link ZmqListenerIdleEvent} is published, and again each time it has passed.
     *
     * @param interval more than zero; null for no such events, the default
     */
    public void setIdleEventInterval(@Nullable Duration interval) {
        if (interval != null && (interval.isZero() || interval.isNegative())) {
            throw new IllegalArgumentException("idleEventInterval=" + interval + " must be more than zero");
        }
        this.idleEventInterval = interval;
    }

    /**
     * Sets what publishes {@link ZmqListenerStoppedEvent}s and {@link ZmqListenerIdleEvent}s.
     *
     * @param publisher the publisher, or null for no events
     */
    public void setApplicationEventPublisher(@Nullable ApplicationEventPublisher publisher) {
        this.eventPublisher = publisher;
    }

    /**
     * Sets whether senders are told of failures that no listener error handler answered: they get an answer whose header
     * {@code error} and body have the type and text of what was thrown, and a request of a template fails with
     * {@link io.zmqspring.spring.core.ZmqRemoteException}. What exceptions say may be nobody else's business.
     *
     * @param returning default false: such senders get no answer
     */
    public void setReturnExceptions(boolean returning) {
        this.returningExceptions = returning;
    }

    /**
     * Sets what changes answers before they are converted and sent.
     *
     * @param processor the processor, or null for none, the default
     */
    public void setReplyPostProcessor(@Nullable MessagePostProcessor processor) {
        this.replyPostProcessor = processor;
    }

    /**
     * Sets the content type of answers that bring none themselves; it chooses the converter, if there is a choice.
     *
     * @param contentType the type; null for the converter's, the default
     */
    public void setReplyContentType(@Nullable MimeType contentType) {
        this.replyContentType = contentType;
    }

    /**
     * Sets who is told of the messages that are handled.
     *
     * @param registry the registry, or null for none, the default
     * @param convention names and keys; null for the default,
     *     {@link io.zmqspring.spring.observation.DefaultZmqListenerObservationConvention}
     */
    public void setObservation(
            @Nullable ObservationRegistry registry, @Nullable ZmqListenerObservationConvention convention) {
        this.observations = registry;
        this.observationConvention = convention;
    }

    /**
     * Returns who is told of the messages that are handled.
     *
     * @return the registry, or null for none
     */
    public @Nullable ObservationRegistry getObservationRegistry() {
        return observations;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " is too small: at least 1");
        }
        return value;
    }
}
