package io.zmqspring.patterns.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.patterns.log.ZreLogRecord;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZreLogCodecTests {
    private static final String JOIN = "aaa201" + "03" + "01" + "5f1a" + "0000" + "000000006553f100" + "0443484154";

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ZreLogRecord says(String text) {
        return new ZreLogRecord(Level.INFO, Event.JOIN, 0x5f1a, 0, Instant.ofEpochMilli(1_700_000_000), text);
    }

    @Test
    @Tag("LOG-05")
    void readsAndWritesTheVector() {
        assertThat(ZreLogCodec.encode(says("CHAT"))).isEqualTo(octets(JOIN));
        assertThat(ZreLogCodec.decode(octets(JOIN))).isEqualTo(says("CHAT"));
    }

    @Test
    @Tag("LOG-05")
    void readsAndWritesEveryLevelAndEvent() {
        for (Level level : Level.values()) {
            for (Event event : Event.values()) {
                ZreLogRecord entry = new ZreLogRecord(level, event, 0xffff, 0x8000, Instant.ofEpochMilli(-1), "ä€😀");
                byte[] octets = ZreLogCodec.encode(entry);
                assertThat(octets).startsWith(ZreLogCodec.prefix(level)).hasSize(18 + 9);
                assertThat(octets[4]).isEqualTo((byte) (event.ordinal() + 1));
                assertThat(ZreLogCodec.decode(octets)).isEqualTo(entry);
            }
        }
        assertThat(ZreLogCodec.prefix(Level.ERROR)).isEqualTo(octets("aaa20101"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.122:9992, 5f1a",
        "tcp://192.168.1.122:9992, 9fa7",
        "192.168.55.122:9000, 8929",
        "'', 0",
    })
    @Tag("LOG-05")
    void hashesAsTheVectorsDo(String text, String hash) {
        assertThat(ZreLogCodec.hash(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(Integer.parseInt(hash, 16));
    }

    @Test
    void standsForANodeByTheOctetsOfItsId() {
        UUID node = UUID.fromString("00000000-0000-0000-0000-000000000121");
        assertThat(ZreLogRecord.hashOf(node)).isEqualTo(33 ^ 0x21 | 0).isZero();
        assertThat(ZreLogRecord.hashOf(new UUID(0, 0x0102))).isEqualTo(33 ^ 2);
        assertThat(ZreLogRecord.hashOf(new UUID(-1, -1))).isBetween(1, 0xffff);
    }

    @Test
    void cutsALongTextBehindAWholeCharacter() {
        ZreLogRecord cut = ZreLogCodec.decode(ZreLogCodec.encode(says("€".repeat(100))));
        assertThat(cut).isEqualTo(says("€".repeat(85)));
        cut = ZreLogCodec.decode(ZreLogCodec.encode(says("a" + "😀".repeat(100))));
        assertThat(cut).isEqualTo(says("a" + "😀".repeat(63)));
        assertThat(ZreLogCodec.encode(says("x".repeat(1000)))).hasSize(ZreLogCodec.MAX_SIZE);
        assertThat(ZreLogCodec.decode(ZreLogCodec.encode(says("half \ud83d")))).isEqualTo(says("half ?"));
    }

    @Test
    @Tag("COD-01")
    void refusesEveryTruncation() {
        byte[] whole = octets(JOIN);
        for (int size = 0; size < whole.length; size++) {
            assertThat(ZreLogCodec.decode(Arrays.copyOf(whole, size)))
                    .as("%s octets", size)
                    .isNull();
        }
        assertThat(ZreLogCodec.decode(Arrays.copyOf(whole, whole.length + 1))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaa101020001000000000000000000000000", // ZRE
                "aaa301020001000000000000000000000000", // FILEMQ
                "aaa202030100000000000000000000000000", // no record
                "aaa201000100000000000000000000000000", // levels and events begin at 1
                "aaa201040100000000000000000000000000",
                "aaa201030000000000000000000000000000",
                "aaa201030700000000000000000000000000",
                "aaa2010301000000000000000000000000ff", // a text that is not there
            })
    @Tag("SIG-01")
    @Tag("COD-02")
    void passesOverWhatIsNoRecord(String hex) {
        assertThat(ZreLogCodec.decode(octets(hex))).isNull();
    }

    @Test
    @Tag("SIG-03")
    void outlivesAnything() {
        Random random = new Random(8);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = new byte[random.nextInt(300)];
            random.nextBytes(frame);
            byte[] start = octets("aaa201030100000000");
            System.arraycopy(start, 0, frame, 0, Math.min(frame.length, random.nextInt(start.length + 1)));
            if (i % 2 == 0 && frame.length >= 18 && frame.length <= ZreLogCodec.MAX_SIZE) {
                frame[17] = (byte) (frame.length - 18);
            }
            ZreLogRecord entry = ZreLogCodec.decode(frame);
            if (entry != null) {
                read++;
                assertThat(ZreLogCodec.encode(entry)).hasSizeLessThanOrEqualTo(ZreLogCodec.MAX_SIZE);
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZreLogRecord(Level.INFO, Event.JOIN, 1, 65_536, Instant.EPOCH, ""))
                .withMessage("peer=65536 must be 0 to 65535");
    }
}
