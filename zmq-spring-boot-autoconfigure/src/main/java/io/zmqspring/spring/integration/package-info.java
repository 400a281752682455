/**
 * Spring Integration: messages of a socket into a flow, and messages of a flow to peers.
 */
@NullMarked
package io.zmqspring.spring.integration;

import org.jspecify.annotations.NullMarked;
