package io.zmqspring.boot.test.autoconfigure.shop;

import io.zmqspring.spring.annotation.ZmqHandler;
import io.zmqspring.spring.annotation.ZmqListener;
import org.springframework.stereotype.Component;

/** A class that listens as a whole. */
@Component
@ZmqListener(sockets = "whole")
class WholeClass {
    @ZmqHandler
    String on(String text) {
        return text + " handled";
    }
}
