package io.zmqspring.boot.test.autoconfigure.shop;

import org.springframework.stereotype.Component;

/** Has nothing to do with messages, and does not work in a test. */
@Component
class Database {
    Database() {
        throw new IllegalStateException("there is no database here");
    }
}
