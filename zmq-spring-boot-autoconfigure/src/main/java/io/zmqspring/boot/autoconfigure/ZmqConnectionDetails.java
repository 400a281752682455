package io.zmqspring.boot.autoconfigure;

import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the sockets listen and whom they connect to. Defined as a bean, it is asked instead of the properties
 * {@code zmq.sockets.<name>.bind} and {@code zmq.sockets.<name>.connect}, for instance by a test that only knows the
 * addresses once it runs.
 */
public interface ZmqConnectionDetails extends ConnectionDetails {

    /**
     * Returns the endpoints a socket listens at.
     *
     * @param socket the socket's name
     * @return the endpoints, empty for none
     */
    List<String> bind(String socket);

    /**
     * Returns the endpoints a socket connects to.
     *
     * @param socket the socket's name
     * @return endpoints by connection name; several under one name are taken in turn
     */
    Map<String, List<String>> connect(String socket);
}
