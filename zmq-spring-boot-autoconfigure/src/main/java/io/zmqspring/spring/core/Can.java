package io.zmqspring.spring.core;

/** What an application may do with a socket by its type. */
enum Can {
    /** Have a listener or an inbound adapter. */
    LISTEN("be listened to"),
    /** Answer a message that a listener received. */
    ANSWER("answer what it receives"),
    /** Send a message of its own accord. */
    SEND("send messages"),
    /** Send a request and wait for its reply. */
    ASK("send requests and wait for replies"),
    /** Take topics or groups to receive. */
    SUBSCRIBE("take topics");

    private final String words;

    Can(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
