/**
 * Wires everything together and shuts it down in order.
 */
@NullMarked
package io.zmqspring.internal.context;

import org.jspecify.annotations.NullMarked;
