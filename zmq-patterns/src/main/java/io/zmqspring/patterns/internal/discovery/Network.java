package io.zmqspring.patterns.internal.discovery;

import java.io.IOException;
import java.util.List;

/** The machine's network, as far as beacons need it. */
interface Network {
    /** The real one. */
    Network SYSTEM = new Network() {
        @Override
        public List<Nic> interfaces() throws IOException {
            return Nic.up();
        }

        @Override
        public BeaconPort open(BeaconSettings settings, List<BeaconTarget> targets) throws IOException {
            return NioBeaconPort.open(settings, targets);
        }
    };

    /** Those that are up now. */
    List<Nic> interfaces() throws IOException;

    /** Opens the port to hear what is sent to these targets. */
    BeaconPort open(BeaconSettings settings, List<BeaconTarget> targets) throws IOException;
}
