/**
 * What Jazzer feeds and what must hold: whatever comes over the wire, only a {@code ProtocolException} leaves the codec and the
 * machines, what they allocate follows from what they were fed, and a good client is still served. Their seeds run as plain tests
 * in every build; {@code -Pfuzz} goes on from there. One target a class, because each is fuzzed in a JVM of its own.
 */
package io.zmqspring.fuzz;
