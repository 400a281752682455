/**
 * A bad network, {@link io.zmqspring.test.FaultProxy}, and exact books of what came through it,
 * {@link io.zmqspring.test.Ledger}.
 */
@NullMarked
package io.zmqspring.test;

import org.jspecify.annotations.NullMarked;
