package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.mechanism.Mechanism;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/**
 * A true client and a true server of CURVE with somebody between them, who knows the form: octet 0 chooses the command that he
 * changes, octets 1 and 2 where, octet 3 how; octet 4 cuts as many octets off its end.
 */
class HandshakeFuzzTests {
    private static final int CLIENT = 3;
    private static final int SERVER = 4;

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-05")
    @Tag("A-11")
    void aChangedHandshakeIsNeverDone(byte[] octets) {
        byte[] change = Arrays.copyOf(octets, 5);
        Mechanism client = Keys.mechanism(CLIENT);
        Mechanism server = Keys.mechanism(SERVER);
        boolean changed = false;
        try {
            int number = 0;
            Mechanism from = client;
            Mechanism to = server;
            for (Command command = from.nextCommand(); command != null; command = from.nextCommand()) {
                Command passed = number++ == (change[0] & 3) ? changed(command, change) : command;
                changed |= passed != command;
                Keys.give(to, passed);
                Mechanism next = to;
                to = from;
                from = next;
            }
            assertThat(client.isDone() && server.isDone()).as("done").isEqualTo(!changed);
        } catch (ProtocolException refused) {
            assertThat(changed).as(refused.getMessage()).isTrue();
        } finally {
            client.wipe();
            server.wipe();
        }
    }

    private static Command changed(Command command, byte[] change) {
        byte[] data = Arrays.copyOf(command.data(), Math.max(0, command.data().length - (change[4] & 0xff)));
        if (data.length > 0) {
            int at = ((change[1] & 0xff) << 8 | (change[2] & 0xff)) % data.length;
            data[at] ^= change[3];
        }
        return Arrays.equals(data, command.data()) ? command : new Command(command.name(), data);
    }
}
