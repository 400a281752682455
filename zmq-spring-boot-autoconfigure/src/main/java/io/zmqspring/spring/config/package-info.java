/**
 * Makes listener containers of listener methods and keeps them by id.
 */
@NullMarked
package io.zmqspring.spring.config;

import org.jspecify.annotations.NullMarked;
