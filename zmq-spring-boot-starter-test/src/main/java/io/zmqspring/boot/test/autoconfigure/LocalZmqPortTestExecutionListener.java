package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.boot.test.LocalZmqPort;
import java.lang.reflect.Field;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.util.ReflectionUtils;

/** Fills the fields of tests that are annotated with {@link LocalZmqPort}. */
final class LocalZmqPortTestExecutionListener implements TestExecutionListener {

    @Override
    public void prepareTestInstance(TestContext test) {
        ReflectionUtils.doWithFields(
                test.getTestInstance().getClass(), // of a nested test, also those around it
                field -> fill(test, field),
                field -> field.isAnnotationPresent(LocalZmqPort.class));
    }

    private static void fill(TestContext test, Field field) {
        String socket = field.getAnnotation(LocalZmqPort.class).value();
        Environment environment = test.getApplicationContext().getEnvironment();
        Object port = environment.getProperty("local.zmq." + socket + ".port", field.getType());
        if (port == null) {
            throw new IllegalStateException("@LocalZmqPort on " + field + ": socket '" + socket
                    + "' listens at no port. Bind it to one, as zmq.sockets." + socket
                    + ".bind=tcp://127.0.0.1:*, and leave @AutoConfigureTestZmq out or set its inproc=false");
        }
        ReflectionUtils.makeAccessible(field);
        ReflectionUtils.setField(field, test.getTestInstance(), port);
    }
}
