/** How nodes of a mesh find each other; the mesh is the same above all of these ways. */
@NullMarked
package io.zmqspring.patterns.mesh.discovery;

import org.jspecify.annotations.NullMarked;
