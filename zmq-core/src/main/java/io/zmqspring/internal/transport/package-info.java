/**
 * The seam: how an endpoint is bound or connected so that pipes appear.
 */
@NullMarked
package io.zmqspring.internal.transport;

import org.jspecify.annotations.NullMarked;
