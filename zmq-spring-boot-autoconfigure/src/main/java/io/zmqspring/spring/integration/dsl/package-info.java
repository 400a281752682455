/**
 * The adapters in the Java DSL of Spring Integration; start with {@link io.zmqspring.spring.integration.dsl.Zmq}.
 */
@NullMarked
package io.zmqspring.spring.integration.dsl;

import org.jspecify.annotations.NullMarked;
