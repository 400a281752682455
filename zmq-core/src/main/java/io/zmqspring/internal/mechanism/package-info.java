/**
 * The security handshakes as pure machines: a command in, a command or a verdict out.
 */
@NullMarked
package io.zmqspring.internal.mechanism;

import org.jspecify.annotations.NullMarked;
