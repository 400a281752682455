/**
 * Sending and requesting from Spring beans: the named sockets, destinations and the template.
 */
@NullMarked
package io.zmqspring.spring.core;

import org.jspecify.annotations.NullMarked;
