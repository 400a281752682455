package io.zmqspring.patterns.internal.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZreCodecTests {
    private static final String HELLO = "aaa1010200011774" + "63703a2f2f3139322e3136382e312e323a3439313532"
            + "00000001" + "0000000443484154" + "01" + "056e6f646531"
            + "00000001" + "07582d48454c4c4f" + "00000005576f726c64";

    private static List<byte[]> frames(String... hex) {
        return Stream.of(hex).map(HexFormat.of()::parseHex).toList();
    }

    private static String hex(List<byte[]> frames) {
        return String.join(" ", frames.stream().map(HexFormat.of()::formatHex).toList());
    }

    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(
                        HELLO,
                        1,
                        new ZreCommand.Hello(
                                "tcp://192.168.1.2:49152", List.of("CHAT"), 1, "node1", Map.of("X-HELLO", "World"))),
                Arguments.of("aaa102020002", 2, new ZreCommand.Whisper(List.of())),
                Arguments.of("aaa103020003" + "0443484154", 3, new ZreCommand.Shout("CHAT", List.of())),
                Arguments.of("aaa104020004" + "0443484154" + "01", 4, new ZreCommand.Join("CHAT", 1)),
                Arguments.of("aaa105020005" + "0443484154" + "02", 5, new ZreCommand.Leave("CHAT", 2)),
                Arguments.of("aaa106020006", 6, new ZreCommand.Ping()),
                Arguments.of("aaa10702ffff", 0xffff, new ZreCommand.PingOk()),
                Arguments.of("aaa10a020007", 7, new ZreCommand.Goodbye()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @Tag("ZRE-01")
    void readsAndWritesVersion2(String hex, int sequence, ZreCommand command) throws ZreFormatException {
        ZreMessage message = new ZreMessage(ZreVersion.V2, sequence, command);
        assertThat(hex(ZreCodec.encode(message))).isEqualTo(hex);
        assertThat(ZreCodec.decode(frames(hex))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @Tag("ZRE-01")
    void readsAndWritesVersion3(String hex, int sequence, ZreCommand command) throws ZreFormatException {
        String version3 = hex.substring(0, 6) + "03" + hex.substring(8);
        ZreMessage message = new ZreMessage(ZreVersion.V3, sequence, command);
        assertThat(hex(ZreCodec.encode(message))).isEqualTo(version3);
        assertThat(ZreCodec.decode(frames(version3))).isEqualTo(message);
    }

    @Test
    @Tag("ZRE-05")
    void contentIsInFramesOfItsOwn() throws ZreFormatException {
        byte[] first = {1, 2};
        byte[] second = {};
        List<byte[]> whisper =
                ZreCodec.encode(new ZreMessage(ZreVersion.V2, 2, new ZreCommand.Whisper(List.of(first, second))));
        assertThat(hex(whisper)).isEqualTo("aaa102020002 0102 ");
        ZreMessage shout = ZreCodec.decode(frames("aaa103020003" + "0443484154", "0102", ""));
        assertThat(shout.command()).isInstanceOf(ZreCommand.Shout.class);
        assertThat(((ZreCommand.Shout) shout.command()).content()).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // SIG-02
                "aa",
                "aaa2010101", // ZRE/LOG
                "aaa3010101", // FILEMQ
                "48454c4c4f",
                "aaa101010001", // version 1
                "aaa101040001", // version 4
            })
    @Tag("SIG-01")
    @Tag("SIG-02")
    @Tag("ZRE-04")
    void passesOverWhatIsNoneOfOurs(String hex) throws ZreFormatException {
        assertThat(ZreCodec.decode(frames(hex, "00"))).isNull();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @Tag("COD-01")
    void refusesEveryTruncation(String hex, int sequence, ZreCommand command) throws ZreFormatException {
        byte[] whole = HexFormat.of().parseHex(hex);
        for (int size = 4; size < whole.length; size++) {
            List<byte[]> cut = List.of(Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> ZreCodec.decode(cut))
                    .as("%s of %s octets of %s", sequence, cut.get(0).length, command)
                    .isInstanceOf(ZreFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaa106020006" + "00", // one octet too many
                "aaa100020006", // no such command
                "aaa101020001" + "00" + "7fffffff", // more groups than octets
                "aaa101020001" + "00" + "ffffffff",
                "aaa101020001" + "00" + "00000001" + "7fffffff41", // a group longer than the frame
                "aaa104020004" + "ff41" + "01", // a group of 255 octets that are not there
            })
    @Tag("COD-02")
    void refusesWhatDoesNotAddUp(String hex) {
        assertThatThrownBy(() -> ZreCodec.decode(frames(hex))).isInstanceOf(ZreFormatException.class);
    }

    @Test
    void readsOfWhatItDoesNotKnowOnlyThatItCame() throws ZreFormatException {
        String elect = "aaa108020006" + "0443484154" + "033f3f3f"; // Zyre's, in no RFC
        assertThat(ZreCodec.decode(frames(elect, "00")))
                .isEqualTo(new ZreMessage(ZreVersion.V2, 6, new ZreCommand.Other(8)));
    }

    @Test
    @Tag("ZRE-05")
    void refusesContentWhereThereIsNone() {
        assertThatThrownBy(() -> ZreCodec.decode(frames("aaa106020006", "00")))
                .isInstanceOf(ZreFormatException.class)
                .hasMessage("command 6 with 1 frames of content");
    }

    @Test
    @Tag("COD-02")
    void refusesToWriteWhatAFieldCannotSay() {
        ZreMessage join = new ZreMessage(ZreVersion.V2, 2, new ZreCommand.Join("ä".repeat(128), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZreCodec.encode(join))
                .withMessage("group of 256 octets > 255, the most that ZRE can say");
    }

    @Test
    @Tag("COD-03")
    void copiesNoContent() throws ZreFormatException {
        byte[] content = new byte[1 << 20];
        ZreMessage whisper = new ZreMessage(ZreVersion.V2, 2, new ZreCommand.Whisper(List.of(content)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        for (int i = 0; i < 100; i++) { // the first time classes are loaded
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            List<byte[]> frames = ZreCodec.encode(whisper);
            ZreMessage read = ZreCodec.decode(frames);
            most = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(frames.get(1)).isSameAs(content);
            assertThat(read).isEqualTo(whisper); // the very arrays
        }
        assertThat(most).as("octets for a message of 1 MiB").isLessThan(4096);
    }

    @Test
    @Tag("COD-04")
    void keepsHeadersThatItDoesNotKnow() throws ZreFormatException {
        ZreMessage hello = ZreCodec.decode(frames("aaa101020001" + "00" + "00000000" + "00" + "00" + "00000002" + "0158"
                + "00000000" + "0659e282ac5a5a" + "00000001ff"));
        assertThat(hello.command())
                .isEqualTo(new ZreCommand.Hello("", List.of(), 0, "", Map.of("X", "", "Y€ZZ", "\ufffd")));
    }

    @Test
    @Tag("SIG-03")
    void outlivesAnything() {
        Random random = new Random(5670);
        byte[] start = HexFormat.of().parseHex("aaa10102");
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = new byte[4 + random.nextInt(60)];
            random.nextBytes(frame);
            System.arraycopy(start, 0, frame, 0, 4);
            frame[2] = (byte) random.nextInt(9);
            try {
                ZreCodec.decode(List.of(frame));
            } catch (ZreFormatException malformed) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50_000);
    }
}
