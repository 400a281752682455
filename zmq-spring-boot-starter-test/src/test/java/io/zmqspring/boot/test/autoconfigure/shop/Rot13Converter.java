package io.zmqspring.boot.test.autoconfigure.shop;

import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;

/** A converter of the application. */
@Component
class Rot13Converter extends AbstractMessageConverter {
    Rot13Converter() {
        super(MimeType.valueOf("text/rot13"));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == StringBuilder.class;
    }
}
