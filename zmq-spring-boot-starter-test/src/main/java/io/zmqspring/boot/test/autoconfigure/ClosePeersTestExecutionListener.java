package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.boot.test.ZmqTestPeers;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Closes the peers of a test when it is over, so that none of them gets a message of the next one. */
final class ClosePeersTestExecutionListener implements TestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            ApplicationContext application = test.getApplicationContext();
            application.getBeanProvider(ZmqTestPeers.class).stream().forEach(ZmqTestPeers::close);
        }
    }
}
