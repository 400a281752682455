/** Annotations that set up the context of a test: sockets without ports, and a slice of the application. */
@NullMarked
package io.zmqspring.boot.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
