/**
 * The template and the listeners: sending and receiving from beans.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.messaging;

import org.jspecify.annotations.NullMarked;
