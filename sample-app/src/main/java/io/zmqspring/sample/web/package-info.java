/**
 * The web page: what it shows, how it stays up to date, and the form that sends an order. Nothing here is needed to use
 * sockets; {@link io.zmqspring.sample.web.SnapshotTaker} shows how to watch them.
 */
@NullMarked
package io.zmqspring.sample.web;

import org.jspecify.annotations.NullMarked;
