package io.zmqspring.spring.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.zmqspring.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects the keys whose values are known. */
final class Keys {
    static final String SYSTEM = "zeromq";
    static final String SEND = "send";
    static final String PROCESS = "process";

    private final List<KeyValue> known = new ArrayList<>();

    static String text(SocketType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    Keys add(KeyName name, @Nullable Object value) {
        if (value != null) {
            known.add(name.withValue(value.toString()));
        }
        return this;
    }

    Keys addError(KeyName name, @Nullable Throwable error) {
        return add(name, error == null ? null : error.getClass().getName());
    }

    KeyValues all() {
        return KeyValues.of(known);
    }
}
