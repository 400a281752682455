package io.zmqspring.boot.autoconfigure;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Public keys that a server of CURVE accepts, some of them with the name of their owner. A name is the user's id, and stands for
 * whatever name the peer gives itself. Immutable.
 */
final class AcceptedKeys implements Authenticator {
    private final Map<CurveKey, User> users;

    private AcceptedKeys(Map<CurveKey, User> users) {
        this.users = users;
    }

    /**
     * Reads the keys.
     *
     * @param lines each a key, and a name after a space; empty lines and those that begin with "# " are left out
     * @return the keys
     * @throws IllegalArgumentException if a line has no key, or there is none at all
     */
    static AcceptedKeys parse(Collection<String> lines) {
        Map<CurveKey, User> users = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.startsWith("# ")) { // a key may begin with #, but has no space
                add(users, number, line.strip());
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("there is no key in it");
        }
        return new AcceptedKeys(Map.copyOf(users));
    }

    private static void add(Map<CurveKey, User> users, int number, String line) {
        String[] words = line.split("\\s+", 2);
        try {
            CurveKey key = CurveKey.parse(words[0]);
            users.put(key, words.length == 1 ? User.named(key.toString()) : owner(words[1]));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("entry " + number + ": " + invalid.getMessage(), invalid);
        }
    }

    private static User owner(String name) {
        return new User(name, Map.of(ZmqWireHeaders.PEER_NAME_PROPERTY, name));
    }

    @Override
    public CompletionStage<Verdict> authenticate(Credentials credentials) {
        User user = credentials instanceof Credentials.Curve curve ? users.get(curve.key()) : null;
        return CompletableFuture.completedFuture(
                user == null ? Verdict.refuse("its public key is not among those accepted") : Verdict.accept(user));
    }
}
