/**
 * The observations of templates and listeners.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
