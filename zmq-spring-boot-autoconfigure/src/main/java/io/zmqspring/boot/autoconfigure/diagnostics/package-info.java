/**
 * Explains to people why an application could not start.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
