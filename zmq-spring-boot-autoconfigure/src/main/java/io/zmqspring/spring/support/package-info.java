/**
 * Headers and payloads: how a Spring message becomes a ZeroMQ message and back.
 */
@NullMarked
package io.zmqspring.spring.support;

import org.jspecify.annotations.NullMarked;
