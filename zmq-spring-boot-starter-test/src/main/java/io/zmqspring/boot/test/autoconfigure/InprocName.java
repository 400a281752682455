package io.zmqspring.boot.test.autoconfigure;

import io.zmqspring.Endpoint;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an endpoint within the process: equal for endpoints that meet on one machine. */
final class InprocName {
    private static final String INPROC = "inproc";
    private static final Set<String> NETWORKS = Set.of("tcp", "udp");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[^;]*;)?(?<host>.*):(?<port>[^:/]*)(?<resource>/.*)?");
    private static final Pattern THIS_MACHINE = Pattern.compile("\\*|localhost|127(\\.\\d+){3}|0\\.0\\.0\\.0|\\[::1?]");
    private static final Pattern FREE_PORT = Pattern.compile(".*:[*0]");

    private InprocName() {}

    /**
     * Names an endpoint to connect to.
     *
     * @param endpoint the endpoint of any transport
     * @return the name; the endpoint itself if it is one already
     */
    static String of(String endpoint) {
        Endpoint parsed = Endpoint.parse(endpoint);
        return parsed.scheme().equals(INPROC) ? endpoint : name(parsed, meetingPlace(parsed));
    }

    /**
     * Names an endpoint to bind.
     *
     * @param endpoint the endpoint of any transport
     * @param unique the name of one that leaves its port or path to the system
     * @return the name; the endpoint itself if it is one already
     */
    static String ofBound(String endpoint, String unique) {
        Endpoint parsed = Endpoint.parse(endpoint);
        return isLeftToTheSystem(parsed) ? name(parsed, unique) : of(endpoint);
    }

    private static String name(Endpoint endpoint, String address) {
        return INPROC + "://" + endpoint.scheme() + "/" + address;
    }

    private static boolean isLeftToTheSystem(Endpoint endpoint) {
        return NETWORKS.contains(endpoint.scheme())
                ? FREE_PORT.matcher(endpoint.address()).matches()
                : endpoint.address().equals("*") && !endpoint.scheme().equals(INPROC);
    }

    /** Without the interface that packets leave by, and with one name for this machine. */
    private static String meetingPlace(Endpoint endpoint) {
        Matcher parts = HOST_AND_PORT.matcher(endpoint.address());
        if (!NETWORKS.contains(endpoint.scheme()) || !parts.matches()) {
            return endpoint.address();
        }
        String host = parts.group("host").toLowerCase(Locale.ROOT);
        String resource = parts.group("resource");
        return (THIS_MACHINE.matcher(host).matches() ? "localhost" : host)
                + ":"
                + parts.group("port")
                + (resource == null ? "" : resource);
    }
}
