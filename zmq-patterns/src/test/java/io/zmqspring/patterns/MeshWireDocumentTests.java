package io.zmqspring.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.gossip.GossipCodec;
import io.zmqspring.patterns.internal.gossip.GossipMessage;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreCodec;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.log.ZreLogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of docs/mesh-wire.md are what is sent, and what is understood. */
@Tag("COD-05")
class MeshWireDocumentTests {
    private static final Path DOCUMENT =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("mesh-wire.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^\\| `([A-Z -]+)`.*\\| `([0-9A-F ]+)` \\|$", Pattern.MULTILINE);
    private static final UUID ID = new UUID(0x1011121314151617L, 0x18191A1B1C1D1E1FL);
    private static final Beacon BEACON = Beacon.of(ZreVersion.V2, ID, 49152);
    private static final ZreLogRecord LOG = new ZreLogRecord(
            ZreLogRecord.Level.INFO, ZreLogRecord.Event.JOIN, 0x5f1a, 0, Instant.ofEpochMilli(1_700_000_000), "CHAT");
    private static final Map<String, ZreCommand> COMMANDS = commands();

    private static Map<String, ZreCommand> commands() {
        Map<String, ZreCommand> commands = new LinkedHashMap<>();
        commands.put(
                "HELLO",
                new ZreCommand.Hello(
                        "tcp://192.168.1.2:49152", List.of("CHAT"), 1, "node1", Map.of("X-HELLO", "World")));
        commands.put("WHISPER", new ZreCommand.Whisper(List.of()));
        commands.put("SHOUT", new ZreCommand.Shout("CHAT", List.of()));
        commands.put("JOIN", new ZreCommand.Join("CHAT", 1));
        commands.put("LEAVE", new ZreCommand.Leave("CHAT", 2));
        commands.put("PING", new ZreCommand.Ping());
        commands.put("PING-OK", new ZreCommand.PingOk());
        commands.put("GOODBYE", new ZreCommand.Goodbye());
        return commands;
    }

    private static Map<String, byte[]> examples() throws IOException {
        Map<String, byte[]> examples = new LinkedHashMap<>();
        EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(row -> examples.put(
                        row.group(1), HexFormat.of().parseHex(row.group(2).replace(" ", ""))));
        return examples;
    }

    @Test
    void commandsAreWrittenAndReadAsTheDocumentSays() throws Exception {
        Map<String, byte[]> examples = examples();
        int sequence = 0;
        for (Map.Entry<String, ZreCommand> entry : COMMANDS.entrySet()) {
            ZreMessage message = new ZreMessage(ZreVersion.V2, ++sequence, entry.getValue());
            byte[] octets = examples.get(entry.getKey());
            assertThat(ZreCodec.encode(message)).as(entry.getKey()).containsExactly(octets);
            assertThat(ZreCodec.decode(List.of(octets))).isEqualTo(message);
        }
    }

    @Test
    void soAreBeaconsGossipAndLogs() throws IOException {
        Map<String, byte[]> examples = examples();
        assertThat(BEACON.encode()).isEqualTo(examples.get("BEACON"));
        assertThat(Beacon.decode(ByteBuffer.wrap(examples.get("BEACON")))).isEqualTo(BEACON);
        assertThat(BEACON.goodbye().encode()).isEqualTo(examples.get("GOODBYE BEACON"));
        GossipMessage publish = new GossipMessage.Publish("K", "tcp://a:1", 0);
        assertThat(GossipCodec.encode(new GossipMessage.Hello())).isEqualTo(examples.get("GOSSIP HELLO"));
        assertThat(GossipCodec.encode(publish)).isEqualTo(examples.get("GOSSIP PUBLISH"));
        assertThat(GossipCodec.decode(examples.get("GOSSIP PUBLISH"))).isEqualTo(publish);
        assertThat(ZreLogCodec.encode(LOG)).isEqualTo(examples.get("LOG"));
        assertThat(ZreLogCodec.decode(examples.get("LOG"))).isEqualTo(LOG);
        assertThat(examples).as("all are looked at").hasSize(COMMANDS.size() + 5);
    }
}
