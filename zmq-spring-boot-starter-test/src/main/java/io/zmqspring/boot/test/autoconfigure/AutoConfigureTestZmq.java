package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.boot.test.ZmqAwait;
import io.zmqspring.boot.test.ZmqTestPeers;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Lets the sockets of a test's application meet within the process, so that no port is opened and tests can run side by side.
 * For {@code @SpringBootTest}; {@link ZmqTest} has it already.
 *
 * <p>Every endpoint of {@code zmq.sockets} (or of the application's
 * {@link io.zmqspring.boot.autoconfigure.ZmqConnectionDetails}) becomes a name of {@code inproc}, the same one for the same
 * endpoint: what was bound and connected together before still is. Endpoints of other applications become names at which nobody
 * listens, until a peer of the test does. There are no ports then, hence no {@code local.zmq.<socket>.port}, and no security:
 * whoever is in the process is trusted. Sockets that know no inproc (STREAM, DGRAM) stay as they are, and so does what the
 * application binds or connects by itself.
 *
 * <p>The beans {@link ZmqTestPeers} and {@link ZmqAwait} can be injected into the test; its peers are closed after each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("zmq.test")
public @interface AutoConfigureTestZmq {

    /**
     * Whether endpoints become names of inproc. Without, there are only the beans, for a test that means to talk over tcp.
     *
     * @return default true
     */
    boolean inproc() default true;
}
