package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import io.zmqspring.boot.autoconfigure.ZmqSocketCustomizer;
import io.zmqspring.boot.autoconfigure.messaging.ZmqListenerContainerCustomizer;
import io.zmqspring.boot.autoconfigure.messaging.ZmqListenerContainerFactoryCustomizer;
import io.zmqspring.boot.autoconfigure.messaging.ZmqTemplateCustomizer;
import io.zmqspring.security.Authenticator;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.annotation.ZmqListeners;
import io.zmqspring.spring.discovery.ZmqEndpointResolver;
import io.zmqspring.spring.listener.ZmqErrorHandler;
import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqMessageFilter;
import io.zmqspring.spring.listener.ZmqMessageInterceptor;
import io.zmqspring.spring.listener.ZmqMessageRecoverer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.messaging.converter.MessageConverter;

/** Leaves out components that have nothing to do with messages. */
final class ZmqTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ZmqTest> {
    private static final Set<Class<?>> INCLUDED = Set.of(
            MessageConverter.class,
            ZmqListenerErrorHandler.class,
            ZmqErrorHandler.class,
            ZmqMessageRecoverer.class,
            ZmqMessageFilter.class,
            ZmqMessageInterceptor.class,
            ZmqHeaderMapper.class,
            Authenticator.class,
            ZmqConnectionDetails.class,
            ZmqEndpointResolver.class,
            ZmqSocketCustomizer.class,
            ZmqListenerContainerCustomizer.class,
            ZmqListenerContainerFactoryCustomizer.class,
            ZmqTemplateCustomizer.class);

    ZmqTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return INCLUDED;
    }

    @Override
    protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return listens(reader.getAnnotationMetadata()) || super.defaultInclude(reader, factory);
    }

    /** A repeated annotation stands in the class file as its container only. */
    private static boolean listens(AnnotationMetadata component) {
        return Stream.of(ZmqListener.class, ZmqListeners.class)
                .map(Class::getName)
                .anyMatch(name -> component.isAnnotated(name) || component.hasAnnotatedMethods(name));
    }
}
