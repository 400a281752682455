package io.zmqspring.interop;

/** Routing ids as frames. */
final class RoutingIds {
    private RoutingIds() {}

    static String text(int routingId) {
        return Integer.toString(routingId);
    }

    static int number(String frame) {
        return Integer.parseInt(frame);
    }
}
