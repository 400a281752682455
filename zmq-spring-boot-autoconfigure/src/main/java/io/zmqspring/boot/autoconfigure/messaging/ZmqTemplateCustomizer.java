package io.zmqspring.boot.autoconfigure.messaging;

import io.zmqspring.spring.core.ZmqTemplate;

/**
 * Changes the auto-configured template after the properties were applied. Beans of this type are called in their order.
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
