package io.zmqspring.sample.web;

import io.zmqspring.sample.NextSteps;
import io.zmqspring.sample.SampleProperties;
import io.zmqspring.sample.Traders;
import io.zmqspring.spring.core.ZmqSockets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the page reads. */
@RestController
class PageController {
    private final LivePages pages;
    private final Traders traders;
    private final ZmqSockets sockets;
    private final SampleProperties properties;
    private final NextSteps nextSteps;

    PageController(
            LivePages pages, Traders traders, ZmqSockets sockets, SampleProperties properties, NextSteps nextSteps) {
        this.pages = pages;
        this.traders = traders;
        this.sockets = sockets;
        this.properties = properties;
        this.nextSteps = nextSteps;
    }

    /**
     * What does not change while the process lives.
     *
     * @param desk whether the desk is in this process
     * @param traders the traders in this process
     * @param items what can be ordered
     * @param process the process id
     * @param nextSteps what to try
     */
    record About(
            boolean desk, List<String> traders, List<String> items, long process, List<NextSteps.Step> nextSteps) {}

    @GetMapping("/api/about")
    About about() {
        return new About(
                sockets.names().contains("desk"),
                traders.names(),
                properties.items(),
                ProcessHandle.current().pid(),
                nextSteps.steps());
    }

    @GetMapping("/api/snapshot")
    Snapshot snapshot() {
        return pages.latest();
    }

    @GetMapping(path = "/api/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream() {
        return pages.open();
    }
}
