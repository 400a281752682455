package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Auto-configuration of the template and of methods annotated with {@code @ZmqListener}.
 *
 * <p>Payloads are converted by the bean {@code zmqMessageConverter}: bytes and text as they are, everything else as JSON
 * by the application's {@code JsonMapper}. That bean, a {@link ZmqHeaderMapper}, a {@link ZmqTemplate} and a bean
 * {@code zmqListenerContainerFactory} of the application replace ours.
 */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBean(ZmqSockets.class)
@Import({
    MessageConverterConfiguration.JsonAndCbor.class,
    MessageConverterConfiguration.Json.class,
    MessageConverterConfiguration.Default.class,
    ListenerConfiguration.class
})
public final class ZmqMessagingAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ZmqHeaderMapper zmqHeaderMapper(ZmqProperties properties) {
        List<String> allowed = properties.headers().allow();
        try {
            return new DefaultZmqHeaderMapper(Set.copyOf(allowed));
        } catch (IllegalArgumentException invalid) {
            throw invalid("zmq.headers.allow", allowed, invalid);
        }
    }

    @Bean
    @ConditionalOnMissingBean(ZmqOperations.class)
    ZmqTemplate zmqTemplate(
            ZmqSockets sockets,
            @Qualifier(ZmqMessageConverters.BEAN_NAME) MessageConverter converter,
            ZmqHeaderMapper headerMapper,
            ZmqProperties properties,
            ObjectProvider<ZmqTemplateCustomizer> customizers) {
        ZmqTemplate template = new ZmqTemplate(sockets);
        template.setMessageConverter(converter);
        template.setHeaderMapper(headerMapper);
        template.setReplyTimeout(properties.template().replyTimeout());
        String destination = properties.template().defaultDestination();
        if (destination != null) {
            setDefaultDestination(template, destination);
        }
        template.setRetryPolicy(properties.template().retry().policy());
        template.setTypeDestinations(properties.template().destinations());
        customizers.orderedStream().forEach(customizer -> customizer.customize(template));
        return template;
    }

    private static void setDefaultDestination(ZmqTemplate template, String destination) {
        try {
            template.setDefaultDestinationName(destination);
        } catch (IllegalArgumentException invalid) {
            throw invalid("zmq.template.default-destination", destination, invalid);
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String property, Object value, IllegalArgumentException why) {
        return new InvalidConfigurationPropertyValueException(property, value, String.valueOf(why.getMessage()));
    }
}
