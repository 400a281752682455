package io.zmqspring.spring.annotation;

import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/** Defines what {@link EnableZmq} promises, once per application however often it is written. */
final class ZmqBootstrapConfiguration implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        if (!registry.containsBeanDefinition(ZmqListenerConfigUtils.ANNOTATION_PROCESSOR_BEAN)) {
            registry.registerBeanDefinition(
                    ZmqListenerConfigUtils.ANNOTATION_PROCESSOR_BEAN,
                    new RootBeanDefinition(ZmqListenerAnnotationBeanPostProcessor.class));
        }
        if (!registry.containsBeanDefinition(ZmqListenerConfigUtils.REGISTRY_BEAN)) {
            registry.registerBeanDefinition(
                    ZmqListenerConfigUtils.REGISTRY_BEAN, new RootBeanDefinition(ZmqListenerEndpointRegistry.class));
        }
    }
}
