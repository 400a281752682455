package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.security.CurveKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyFileTests {
    private static final CurveKeyPair FIRST = CurveKeyPair.generate();
    private static final CurveKeyPair NEXT = CurveKeyPair.generate();

    @TempDir
    private Path directory;

    private Path file;
    private KeyFile keyFile;
    private int reads;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("own.secret");
        replace(FIRST.secretText());
        keyFile = new KeyFile(file, this::read);
    }

    private CurveKeyPair read() {
        reads++;
        try {
            return CurveKeyPair.ofSecret(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException wrong) {
            throw new ZmqSecurityException("key-file", String.valueOf(wrong.getMessage()), "correct it");
        }
    }

    /** As whoever does it well: readers see the old file or the new one. */
    private void replace(String content) {
        try {
            Path fresh = Files.writeString(directory.resolve("fresh"), content + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int times(CapturedOutput output, String text) {
        return output.getAll().split(text, -1).length - 1;
    }

    @Test
    void another_key_is_used_from_the_next_look_on(CapturedOutput output) {
        keyFile.look();
        assertThat(keyFile.keys().current()).isEqualTo(FIRST);
        assertThat(reads).as("it is not read again unless it changes").isEqualTo(1);

        replace(NEXT.secretText());
        keyFile.look();
        keyFile.look();

        assertThat(keyFile.keys().current()).isEqualTo(NEXT);
        assertThat(reads).isEqualTo(2);
        assertThat(times(output, "Read another key")).isEqualTo(1);
        assertThat(output.getAll())
                .contains(NEXT.publicKey().toString())
                .doesNotContain(NEXT.secretText(), FIRST.secretText());
    }

    @Test
    void what_is_no_key_leaves_the_old_one_in_use_and_is_said_once(CapturedOutput output) throws IOException {
        replace(NEXT.secretText().substring(1));
        for (int i = 0; i < 100; i++) {
            keyFile.look();
        }
        assertThat(keyFile.keys().current()).isEqualTo(FIRST);
        assertThat(times(output, "stays in use")).isEqualTo(1);
        assertThat(output.getAll())
                .contains("The key with the public key " + FIRST.publicKey())
                .contains("secret key of 39 characters")
                .doesNotContain(NEXT.secretText().substring(1));

        Files.delete(file);
        for (int i = 0; i < 100; i++) {
            keyFile.look();
        }
        assertThat(keyFile.keys().current()).isEqualTo(FIRST);
        assertThat(times(output, "stays in use")).isEqualTo(2);

        replace(NEXT.secretText());
        keyFile.look();
        assertThat(keyFile.keys().current()).isEqualTo(NEXT);
    }

    @Test
    void the_same_key_written_again_is_no_news(CapturedOutput output) {
        replace(FIRST.secretText());
        keyFile.look();

        assertThat(reads).isEqualTo(2);
        assertThat(output.getAll()).isEmpty();
    }

    @Test
    void a_link_that_leads_elsewhere_is_a_change() throws IOException {
        Path link = directory.resolve("link");
        Path one = Files.writeString(directory.resolve("1"), FIRST.secretText());
        Path two = Files.writeString(directory.resolve("2"), NEXT.secretText());
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        Files.createSymbolicLink(link, one);
        KeyFile linked = new KeyFile(link, () -> {
            try {
                return CurveKeyPair.ofSecret(Files.readString(link));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        Files.delete(link);
        Files.createSymbolicLink(link, two);
        linked.look();

        assertThat(linked.keys().current()).isEqualTo(NEXT);
    }

    @Test
    void what_is_no_key_from_the_start_is_refused() {
        replace("no key");
        assertThatExceptionOfType(ZmqSecurityException.class).isThrownBy(() -> new KeyFile(file, this::read));
    }
}
