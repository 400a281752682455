package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ZmqException;
import org.jspecify.annotations.Nullable;

/** A socket or a mesh cannot become a bean, because there is another bean of that name. */
public final class ZmqSocketNameException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The property that asks for the bean. */
    private final String property;

    /** The name. */
    private final String name;

    /** The other bean. */
    private final String other;

    /**
     * Makes an exception.
     *
     * @param prefix below which property the name stands, as "zmq.sockets"
     * @param name the name of both
     * @param type the type of the other bean, null if unknown
     * @param origin where the other bean is defined, null if unknown
     */
    public ZmqSocketNameException(String prefix, String name, @Nullable Class<?> type, @Nullable String origin) {
        super(prefix + "." + name + " cannot become a bean: '" + name + "' is already " + describe(type, origin));
        this.property = prefix + "." + name;
        this.name = name;
        this.other = describe(type, origin);
    }

    private static String describe(@Nullable Class<?> type, @Nullable String origin) {
        return "a bean" + (type == null ? "" : " of type " + type.getName())
                + (origin == null ? "" : ", defined in " + origin);
    }

    /**
     * Returns what asks for the bean.
     *
     * @return the property
     */
    public String property() {
        return property;
    }

    /**
     * Returns the name of both.
     *
     * @return the name of the socket and of the other bean
     */
    public String name() {
        return name;
    }

    /**
     * Returns what has the name already.
     *
     * @return a phrase like "a bean of type a.b.C, defined in ..."
     */
    public String other() {
        return other;
    }
}
