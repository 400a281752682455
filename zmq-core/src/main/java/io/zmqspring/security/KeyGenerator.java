package io.zmqspring.security;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes a key pair for CURVE and writes it to two files, as a command or called from a program:
 *
 * <pre>
 * java -cp zmq-core.jar io.zmqspring.security.KeyGenerator orders
 *
 * orders.public    40 characters of Z85, for whoever talks to the owner
 * orders.secret    40 characters of Z85; only the owner of the file can read it
 * </pre>
 *
 * Files that are there already are never changed.
 */
public final class KeyGenerator {
    private KeyGenerator() {}

    /**
     * The command.
     *
     * @param arguments the path of the files without {@code .public} and {@code .secret}
     */
    public static void main(String[] arguments) {
        int status = run(System.out, System.err, arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length != 1 || arguments[0].startsWith("-")) {
            err.println("usage: KeyGenerator <path>    writes <path>.public and <path>.secret");
            return 2;
        }
        Path path = Path.of(arguments[0]);
        try {
            CurveKeyPair pair = write(path);
            out.println(
                    "public key " + pair.publicKey() + " in " + path + ".public, secret key in " + path + ".secret");
            return 0;
        } catch (FileAlreadyExistsException e) {
            err.println(e.getFile() + " is there already and stays as it is; choose another path or remove it");
            return 1;
        } catch (IOException e) {
            err.println("cannot write the keys: " + e);
            return 1;
        }
    }

    /**
     * Makes a pair and writes it.
     *
     * @param path the path of the files without {@code .public} and {@code .secret}
     * @return the pair
     * @throws FileAlreadyExistsException if one of the files is there already; then nothing is changed
     * @throws IOException if a file cannot be written
     */
    public static CurveKeyPair write(Path path) throws IOException {
        Path publicFile = withEnd(path, ".public");
        Path secretFile = withEnd(path, ".secret");
        if (Files.exists(publicFile, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(publicFile.toString());
        }
        CurveKeyPair pair = CurveKeyPair.generate();
        write(secretFile, pair.secretText(), ownerOnly(secretFile));
        write(publicFile, pair.publicKey().toString());
        return pair;
    }

    private static Path withEnd(Path path, String end) {
        return path.resolveSibling(path.getFileName() + end);
    }

    /** From the first moment on; where there are no such permissions, the directory's decide. */
    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void write(Path file, String text, FileAttribute<?>... attributes) throws IOException {
        Files.createFile(file, attributes);
        Files.writeString(file, text + System.lineSeparator(), StandardCharsets.US_ASCII);
    }
}
