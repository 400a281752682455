package io.zmqspring.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application does with messages, and of nothing else: its sockets, its listeners, what converts and
 * checks messages. No web server, no database, no other component is started; what a listener needs is brought by
 * {@code @Import} or {@code @MockitoBean}. The sockets meet within the process, see {@link AutoConfigureTestZmq}.
 *
 * <p>Of the components found by scanning, these are made: classes with {@code @ZmqListener}, message converters, error handlers,
 * recoverers, filters and interceptors of listeners, header mappers, authenticators, connection details, endpoint resolvers, and
 * customizers of this starter.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ZmqTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ZmqTypeExcludeFilter.class)
@AutoConfigureTestZmq
@ImportAutoConfiguration
public @interface ZmqTest {

    /**
     * Properties of the application, as {@code key=value}, added to the {@link Environment} before it starts.
     *
     * @return default none
     */
    String[] properties() default {};

    /**
     * Whether the components named above are made. Without, only what {@link #includeFilters()} names.
     *
     * @return default true
     */
    boolean useDefaultFilters() default true;

    /**
     * Components to make besides.
     *
     * @return default none
     */
    Filter[] includeFilters() default {};

    /**
     * Components not to make.
     *
     * @return default none
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations to leave out.
     *
     * @return default none
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
