/**
 * For tests of whatever speaks over tcp: a network that misbehaves as it is told, and books that miss nothing.
 */
module io.zmqspring.test {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.zmqspring.test;
}
