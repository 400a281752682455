/**
 * Octets of the ZeroMQ Realtime Exchange Protocol (36/ZRE and 43/ZRE), nothing else.
 */
@NullMarked
package io.zmqspring.patterns.internal.zre;

import org.jspecify.annotations.NullMarked;
