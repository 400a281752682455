/**
 * Whom to connect to when that is not known beforehand: endpoints that a resolver looks up again and again, and the
 * connections that follow them.
 */
@NullMarked
package io.zmqspring.spring.discovery;

import org.jspecify.annotations.NullMarked;
