package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.support.ZmqMessageConverters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConverter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The converter of payloads, with the application's mappers or without. It is not offered to injection points that
 * do not ask for it by name: there are many kinds of message converters in an application.
 */
final class MessageConverterConfiguration {
    private MessageConverterConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JsonMapper.class, CBORMapper.class})
    static class JsonAndCbor {

        @Bean(name = ZmqMessageConverters.BEAN_NAME, defaultCandidate = false)
        @ConditionalOnMissingBean(name = ZmqMessageConverters.BEAN_NAME)
        @ConditionalOnSingleCandidate(JsonMapper.class)
        MessageConverter zmqMessageConverter(JsonMapper json, ObjectProvider<CBORMapper> cbor) {
            CBORMapper mapper = cbor.getIfUnique();
            return mapper == null ? ZmqMessageConverters.create(json) : ZmqMessageConverters.create(json, mapper);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class Json {

        @Bean(name = ZmqMessageConverters.BEAN_NAME, defaultCandidate = false)
        @ConditionalOnMissingBean(name = ZmqMessageConverters.BEAN_NAME)
        @ConditionalOnSingleCandidate(JsonMapper.class)
        MessageConverter zmqMessageConverter(JsonMapper mapper) {
            return ZmqMessageConverters.create(mapper);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Default {

        @Bean(name = ZmqMessageConverters.BEAN_NAME, defaultCandidate = false)
        @ConditionalOnMissingBean(name = ZmqMessageConverters.BEAN_NAME)
        MessageConverter zmqMessageConverter() {
            return ZmqMessageConverters.create();
        }
    }
}
