/**
 * The state of the sockets below {@code /actuator/health}.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
