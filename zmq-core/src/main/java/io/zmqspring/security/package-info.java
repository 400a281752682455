/**
 * Who may talk to a socket, and whether others can listen: mechanisms, keys and authenticators.
 */
@NullMarked
package io.zmqspring.security;

import org.jspecify.annotations.NullMarked;
