/**
 * What happens in a mesh, told to whoever announces that it collects that: ZRE/LOG (20/ZRE, "Logging"; chapter 8 of the ZeroMQ
 * guide).
 */
@NullMarked
package io.zmqspring.patterns.log;

import org.jspecify.annotations.NullMarked;
