/**
 * What threads may do to each other in the parts that are shared without a plain lock. Lincheck tries interleavings, one by one,
 * and looks for one whose results no order of the calls explains, or after which what the part promises does not hold.
 */
package io.zmqspring.concurrency;
