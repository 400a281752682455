package io.zmqspring.spring.annotation;

/** A {@link ZmqListener}, or a listener of a mesh, cannot become a listener; the cause tells what is wrong with it. */
public final class ZmqListenerDefinitionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Where the annotation stands. */
    private final String where;

    /**
     * Makes an exception.
     *
     * @param where where the annotation stands
     * @param cause what is wrong
     */
    public ZmqListenerDefinitionException(String where, RuntimeException cause) {
        super(where + ": " + cause.getMessage(), cause);
        this.where = where;
    }

    /**
     * Returns where the annotation stands.
     *
     * @return a class or a method
     */
    public String where() {
        return where;
    }
}
