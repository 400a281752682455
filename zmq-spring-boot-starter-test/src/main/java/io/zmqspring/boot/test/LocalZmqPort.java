package io.zmqspring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts the port that a socket of the test's application listens at into a field of the test: an {@code int}, or a
 * {@code String}. It is the property {@code local.zmq.<socket>.port}, the port of the first endpoint of the socket that has
 * one. For sockets bound to a port that the system chooses, as {@code tcp://127.0.0.1:*}.
 *
 * <pre>{@code
 * @SpringBootTest(properties = "zmq.sockets.desk.bind=tcp://127.0.0.1:*")
 * class DeskTests {
 *     @LocalZmqPort("desk")
 *     private int port;
 * }
 * }</pre>
 *
 * <p>A test with such a field fails if the socket listens at no port, as all sockets of
 * {@link io.zmqspring.boot.test.autoconfigure.AutoConfigureTestZmq} do unless its {@code inproc} is false.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LocalZmqPort {

    /**
     * The name of the socket below {@code zmq.sockets}.
     *
     * @return the name
     */
    String value();
}
