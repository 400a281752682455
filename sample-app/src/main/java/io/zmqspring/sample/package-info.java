/**
 * An order desk and its traders, talking over PEER sockets. Read {@link io.zmqspring.sample.OrderDesk} for a listener,
 * {@link io.zmqspring.sample.Trader} for a request, and {@code application.yml} for the sockets. The web page is in a
 * package of its own and not needed to understand them.
 */
@NullMarked
package io.zmqspring.sample;

import org.jspecify.annotations.NullMarked;
