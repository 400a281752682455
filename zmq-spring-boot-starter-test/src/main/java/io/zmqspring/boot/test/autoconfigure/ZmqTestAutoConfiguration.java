package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.test.ZmqAwait;
import io.zmqspring.boot.test.ZmqHandledMessages;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.spring.core.ZmqSockets;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link AutoConfigureTestZmq}. */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnBean({ZmqContext.class, ZmqSockets.class})
public final class ZmqTestAutoConfiguration {

    @Bean
    @ConditionalOnBooleanProperty(name = "zmq.test.inproc", matchIfMissing = true)
    static InprocConnectionDetails.Everywhere zmqInprocEndpoints(BeanFactory beans) {
        return new InprocConnectionDetails.Everywhere(beans);
    }

    @Bean(destroyMethod = "close")
    ZmqTestPeers zmqTestPeers(ZmqContext context, ZmqSockets sockets) {
        return ZmqTestPeers.of(context, sockets);
    }

    @Bean
    ZmqHandledMessages zmqHandledMessages() {
        return new ZmqHandledMessages();
    }

    @Bean
    ZmqAwait zmqAwait(ZmqSockets sockets, ZmqHandledMessages handled) {
        return new ZmqAwait(sockets, handled);
    }
}
