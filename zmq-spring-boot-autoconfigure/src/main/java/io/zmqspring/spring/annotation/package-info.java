/**
 * {@link io.zmqspring.spring.annotation.ZmqListener} on methods of beans.
 */
@NullMarked
package io.zmqspring.spring.annotation;

import org.jspecify.annotations.NullMarked;
