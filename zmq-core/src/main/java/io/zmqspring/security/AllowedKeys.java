package io.zmqspring.security;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that a CURVE server accepts. May be replaced at any time: each handshake from then on sees the new keys,
 * and connections that stand are left alone. Thread-safe.
 */
public final class AllowedKeys {
    private volatile Map<CurveKey, User> users = Map.of();

    private AllowedKeys() {}

    /**
     * Accepts these keys. Each user is called as the key is written.
     *
     * @param keys the keys
     * @return the list
     */
    public static AllowedKeys of(CurveKey... keys) {
        AllowedKeys allowed = new AllowedKeys();
        allowed.replace(List.of(keys));
        return allowed;
    }

    /**
     * Accepts these keys.
     *
     * @param names what the user of each key is called
     * @return the list
     */
    public static AllowedKeys of(Map<CurveKey, String> names) {
        AllowedKeys allowed = new AllowedKeys();
        allowed.replace(names);
        return allowed;
    }

    /**
     * Accepts other keys from now on.
     *
     * @param keys all of them; those that are missing are no longer accepted
     */
    public void replace(Collection<CurveKey> keys) {
        Map<CurveKey, String> names = new HashMap<>();
        keys.forEach(key -> names.put(key, key.toString()));
        replace(names);
    }

    /**
     * Accepts other keys from now on.
     *
     * @param names all of them, and what their users are called; those that are missing are no longer accepted
     */
    public void replace(Map<CurveKey, String> names) {
        Map<CurveKey, User> users = new HashMap<>();
        names.forEach((key, name) -> users.put(key, User.named(name)));
        this.users = users;
    }

    @Nullable
    User find(CurveKey key) {
        return users.get(key);
    }

    /** {@return how many keys there are} */
    @Override
    public String toString() {
        return "AllowedKeys[" + users.size() + "]";
    }
}
