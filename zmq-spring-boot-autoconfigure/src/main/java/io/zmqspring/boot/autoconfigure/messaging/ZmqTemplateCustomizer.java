package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.core.ZmqTemplate;

/**
 * Changes the template after the properties were applied, for instance to set an executor for replies. Beans of this type
 * are called in their order. A template that the application makes itself is left alone.
 */
@FunctionalInterface
public interface ZmqTemplateCustomizer {

    /**
     * Changes the template.
     *
     * @param template the template so far
     */
    void customize(ZmqTemplate template);
}
