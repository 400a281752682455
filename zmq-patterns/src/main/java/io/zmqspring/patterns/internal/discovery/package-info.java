/** What the ways of finding each other are made of: beacons on the network, own addresses, names that are looked up. */
@NullMarked
package io.zmqspring.patterns.internal.discovery;

import org.jspecify.annotations.NullMarked;
