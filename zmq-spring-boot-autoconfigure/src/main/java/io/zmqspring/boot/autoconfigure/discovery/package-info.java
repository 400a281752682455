/**
 * Peers found through Spring Cloud.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.discovery;

import org.jspecify.annotations.NullMarked;
