package io.zmqspring.patterns.internal.zre;

import java.util.List;
import java.util.Map;

/** What one node tells another (36/ZRE, "Protocol Grammar"). Strings are UTF-8 and compared octet by octet. */
public sealed interface ZreCommand {

    /**
     * The first on every connection.
     *
     * @param endpoint where the node's mailbox is
     * @param groups those that it is in
     * @param status how often it has joined or left, modulo 256
     * @param name what people call it
     * @param headers what it says of itself, for instance services
     */
    record Hello(String endpoint, List<String> groups, int status, String name, Map<String, String> headers)
            implements ZreCommand {
        public Hello {
            groups = List.copyOf(groups);
            headers = Map.copyOf(headers);
        }
    }

    /** To one node. */
    record Whisper(List<byte[]> content) implements ZreCommand {}

    /** To the members of a group, each of whom gets a copy. */
    record Shout(String group, List<byte[]> content) implements ZreCommand {}

    /**
     * We have joined a group.
     *
     * @param status after joining
     */
    record Join(String group, int status) implements ZreCommand {}

    /**
     * We have left a group.
     *
     * @param status after leaving
     */
    record Leave(String group, int status) implements ZreCommand {}

    /** Are you there? */
    record Ping() implements ZreCommand {}

    /** I am. */
    record PingOk() implements ZreCommand {}

    /** The last on a connection: the node leaves. In no RFC; Zyre says it where no beacon can. */
    record Goodbye() implements ZreCommand {}

    /**
     * A command that 36/ZRE does not know, as Zyre's elections are. It counts in the sequence and says that its sender lives.
     *
     * @param id which
     */
    record Other(int id) implements ZreCommand {}
}
