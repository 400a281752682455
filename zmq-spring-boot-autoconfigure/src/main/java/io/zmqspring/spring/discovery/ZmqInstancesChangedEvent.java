package io.zmqspring.spring.discovery;

import java.util.List;

/**
 * The endpoints behind a name have changed, and the connections with them. Published as an application event.
 *
 * @param socket the socket's name
 * @param connection the name its connections share
 * @param service what was looked up, as {@code discovery://stock}
 * @param added the endpoints that were not there before
 * @param gone those that are no more
 * @param endpoints all there are now
 */
public record ZmqInstancesChangedEvent(
        String socket,
        String connection,
        String service,
        List<String> added,
        List<String> gone,
        List<String> endpoints) {}
