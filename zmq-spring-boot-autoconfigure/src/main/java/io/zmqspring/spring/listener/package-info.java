/**
 * Listener containers: they receive from sockets, call listeners, send what those return, and deal with failures.
 */
@NullMarked
package io.zmqspring.spring.listener;

import org.jspecify.annotations.NullMarked;
