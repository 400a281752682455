package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.boot.test.ZmqHandledMessages;
import io.zmqspring.boot.test.ZmqTestPeers;
import java.util.function.Consumer;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Keeps tests of one context apart: each counts anew, and closes its peers, so that none gets a message of the next one. */
final class ZmqTestExecutionListener implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        with(test, ZmqHandledMessages.class, ZmqHandledMessages::reset);
    }

    @Override
    public void afterTestMethod(TestContext test) {
        with(test, ZmqTestPeers.class, ZmqTestPeers::close);
    }

    private static <T> void with(TestContext test, Class<T> type, Consumer<T> action) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(type).ifAvailable(action);
        }
    }
}
