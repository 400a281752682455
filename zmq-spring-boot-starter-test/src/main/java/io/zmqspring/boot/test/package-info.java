/** What a test talks to an application with: peers that it scripts, and waiting for what the application does. */
@NullMarked
package io.zmqspring.boot.test;

import org.jspecify.annotations.NullMarked;
