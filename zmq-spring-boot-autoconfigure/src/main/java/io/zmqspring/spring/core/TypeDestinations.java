package io.zmqspring.spring.core;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where payloads of a type go if nobody says where: a class itself first, then what it extends, nearest first, then the
 * interfaces that it implements. Immutable but for what it remembers; thread-safe.
 */
final class TypeDestinations {
    private final Map<Class<?>, ZmqDestination> mappings;
    private final Map<Class<?>, Optional<ZmqDestination>> known = new ConcurrentHashMap<>();

    TypeDestinations(Map<Class<?>, ZmqDestination> mappings) {
        this.mappings = Map.copyOf(mappings);
    }

    @Nullable
    ZmqDestination of(Object payload) {
        return mappings.isEmpty()
                ? null
                : known.computeIfAbsent(payload.getClass(), this::find).orElse(null);
    }

    private Optional<ZmqDestination> find(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            ZmqDestination exact = each == Object.class ? null : mappings.get(each);
            if (exact != null) {
                return Optional.of(exact);
            }
        }
        return mappings.entrySet().stream()
                .filter(mapping -> mapping.getKey().isAssignableFrom(type))
                .min((one, other) ->
                        one.getKey().getName().compareTo(other.getKey().getName()))
                .map(Map.Entry::getValue);
    }
}
