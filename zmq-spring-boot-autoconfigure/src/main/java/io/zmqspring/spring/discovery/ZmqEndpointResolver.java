package io.zmqspring.spring.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import java.util.List;

/**
 * Looks up the endpoints behind a name, for one scheme, as {@code dns://stock:5555}. Defined as a bean it serves all
 * endpoints with its scheme that a socket is to connect to. It is asked again and again, by several threads at once;
 * the connections of the socket follow its answers.
 */
public interface ZmqEndpointResolver {

    /**
     * Returns what the endpoints begin with that this resolver looks up.
     *
     * @return the scheme in lower case, without {@code ://}; not that of a transport
     */
    String scheme();

    /**
     * Refuses an endpoint that can never be looked up. Called once, when the application starts, which fails then.
     *
     * @param service the endpoint
     * @throws ZmqEndpointException if it is malformed
     */
    default void check(Endpoint service) {
        // every address is right, unless a resolver knows better
    }

    /**
     * Looks an endpoint up. May wait; nobody else does.
     *
     * @param service the endpoint, with this resolver's scheme
     * @return the endpoints to connect to at this moment; none if there is nobody
     * @throws RuntimeException if that cannot be found out now: the connections stay as they are
     */
    List<String> resolve(Endpoint service);
}
