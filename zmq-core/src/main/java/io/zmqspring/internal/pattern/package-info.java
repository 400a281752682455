/**
 * What each socket type means: pure routing and state, without threads and bytes.
 */
@NullMarked
package io.zmqspring.internal.pattern;

import org.jspecify.annotations.NullMarked;
