package io.zmqspring.spring.config;

import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqVersion;
import io.zmqspring.spring.listener.ZmqBatchListener;
import io.zmqspring.spring.listener.ZmqMessageListener;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What a native image must be told. Listener methods and their arguments are found by themselves, because
 * {@code @ZmqListener} is a {@code @MessageMapping}; types of requests and replies of a template are the application's to
 * name, by {@code @RegisterReflectionForBinding}.
 */
final class ZmqRuntimeHints implements RuntimeHintsRegistrar {
    /** Classes that are looked for by name, to find out whether a library is there. */
    private static final String[] LOOKED_FOR = {
        "org.bouncycastle.crypto.engines.XSalsa20Engine",
        "reactor.core.publisher.Mono",
        "tools.jackson.databind.json.JsonMapper"
    };

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String name : LOOKED_FOR) {
            hints.reflection().registerTypeIfPresent(classLoader, name);
        }
        hints.resources()
                .registerPattern(
                        ClassUtils.convertClassNameToResourcePath(ZmqVersion.class.getPackageName()) + "/version.txt");
        // Advice around a listener.
        hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(ZmqMessageListener.class));
        hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(ZmqBatchListener.class));
        // A detail of the health of a proxy.
        new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ZmqProxy.Statistics.class);
    }
}
