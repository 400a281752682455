/**
 * Bytes and ZMTP values, nothing else.
 */
@NullMarked
package io.zmqspring.internal.codec;

import org.jspecify.annotations.NullMarked;
