package io.zmqspring.boot.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Sets up the context of a {@link ZmqTest}. */
final class ZmqTestContextBootstrapper extends TestSliceTestContextBootstrapper<ZmqTest> {}
