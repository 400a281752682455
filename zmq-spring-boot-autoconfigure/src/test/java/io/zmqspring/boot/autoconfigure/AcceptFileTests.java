package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AcceptFileTests {
    private static final CurveKey STOCK = CurveKeyPair.generate().publicKey();
    private static final CurveKey BILLING = CurveKeyPair.generate().publicKey();

    @TempDir
    private Path directory;

    private Path file;
    private AcceptFile accepted;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("accepted");
        write("# who may talk to us", "", STOCK + " stock", "");
        accepted = AcceptFile.open(file);
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private Verdict judge(CurveKey key) {
        return accepted.authenticate(new Credentials.Curve("127.0.0.1", key, new byte[0]))
                .toCompletableFuture()
                .join();
    }

    @Test
    void accepts_the_keys_that_stand_in_it_by_their_names() {
        assertThat(judge(STOCK)).isEqualTo(Verdict.accept(new User("stock", Map.of("X-Peer-Name", "stock"))));
        assertThat(judge(BILLING).status()).isEqualTo(Verdict.Status.REFUSED);
    }

    @Test
    void a_key_without_a_name_is_a_user_called_by_the_key() throws IOException {
        write(BILLING.toString());

        assertThat(judge(BILLING)).isEqualTo(Verdict.accept(User.named(BILLING.toString())));
    }

    @Test
    void a_change_counts_from_the_next_handshake_on() throws IOException {
        write(STOCK + " stock", BILLING + " billing");
        assertThat(Objects.requireNonNull(judge(BILLING).user()).id()).isEqualTo("billing");

        write(BILLING + " billing");
        assertThat(judge(STOCK).status()).isEqualTo(Verdict.Status.REFUSED);
        assertThat(judge(BILLING).status()).isEqualTo(Verdict.Status.ACCEPTED);
    }

    @Test
    void while_it_cannot_be_read_nobody_is_let_in_and_the_log_does_not_grow(CapturedOutput output) throws IOException {
        write(STOCK + " stock", "half a li");
        for (int i = 0; i < 1000; i++) {
            assertThat(judge(STOCK).status()).isEqualTo(Verdict.Status.TRY_LATER);
        }
        assertThat(output.getOut().split("Nobody is let in", -1)).hasSizeLessThan(12);

        Files.delete(file);
        assertThat(judge(STOCK).status()).isEqualTo(Verdict.Status.TRY_LATER);

        write(STOCK + " stock");
        assertThat(judge(STOCK).status()).isEqualTo(Verdict.Status.ACCEPTED);
    }

    @Test
    void a_file_that_accepts_nobody_or_has_a_line_that_is_no_key_is_refused_at_once() throws IOException {
        write("# nobody yet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptFile.open(file))
                .withMessageContaining("there is no key in it");
        write(STOCK.toString(), "stock " + STOCK);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptFile.open(file))
                .withMessageContaining("entry 2: public key of 5 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptFile.open(directory.resolve("nowhere")))
                .withMessageContaining("nowhere");
    }

    @Test
    void whoever_shows_no_key_is_refused() {
        assertThat(accepted.authenticate(new Credentials.Anonymous("127.0.0.1"))
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(Verdict.Status.REFUSED);
    }
}
