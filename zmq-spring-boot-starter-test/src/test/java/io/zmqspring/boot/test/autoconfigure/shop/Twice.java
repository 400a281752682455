package io.zmqspring.boot.test.autoconfigure.shop;

import io.zmqspring.spring.annotation.ZmqListener;
import org.springframework.stereotype.Component;

/** Listens twice, which the compiler writes in another way. */
@Component
class Twice {
    @ZmqListener(sockets = "one")
    @ZmqListener(sockets = "two")
    String on(String text) {
        return text;
    }
}
