package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user names and passwords that a PLAIN server accepts. May be replaced at any time: each handshake from then on sees
 * the new ones, and connections that stand are left alone. Thread-safe.
 */
public final class AllowedUsers {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(User user, byte[] passwordDigest) {}

    private static final byte[] NO_DIGEST = new byte[32];

    /** By the octets of the name, so that no decoding makes two names alike. */
    private volatile Map<String, Entry> entries = Map.of();

    private AllowedUsers() {}

    /**
     * Accepts these users.
     *
     * @param passwords the password of each user name; both are compared as UTF-8
     * @return the list
     */
    public static AllowedUsers of(Map<String, String> passwords) {
        AllowedUsers allowed = new AllowedUsers();
        allowed.replace(passwords);
        return allowed;
    }

    /**
     * Accepts other users from now on.
     *
     * @param passwords all of them; those that are missing are no longer accepted
     */
    public void replace(Map<String, String> passwords) {
        Map<String, Entry> entries = new HashMap<>();
        passwords.forEach((name, password) -> entries.put(
                new String(name.getBytes(UTF_8), ISO_8859_1),
                new Entry(User.named(name), digest(password.getBytes(UTF_8)))));
        this.entries = entries;
    }

    /** Takes as long for a wrong name as for a wrong password, and for any password of the same length. */
    @Nullable
    User find(byte[] username, byte[] password) {
        Entry entry = entries.get(new String(username, ISO_8859_1));
        boolean same = MessageDigest.isEqual(digest(password), entry == null ? NO_DIGEST : entry.passwordDigest());
        return entry != null && same ? entry.user() : null;
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256, which every JDK must have", e);
        }
    }

    /** {@return how many users there are} */
    @Override
    public String toString() {
        return "AllowedUsers[" + entries.size() + "]";
    }
}
