/**
 * Nodes that find each other and talk to each other without anybody in between: the Harmony pattern of the ZeroMQ guide and the
 * ZeroMQ Realtime Exchange Protocol (36/ZRE, 43/ZRE).
 */
@NullMarked
package io.zmqspring.patterns.mesh;

import org.jspecify.annotations.NullMarked;
