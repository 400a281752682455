/** Octets of ZRE/LOG, nothing else. */
@NullMarked
package io.zmqspring.patterns.internal.log;

import org.jspecify.annotations.NullMarked;
