package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.SampleApplication;
import io.zmqspring.sample.TestApp;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.context.ConfigurableApplicationContext;

/** The page as people see and use it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BrowserTests {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

    private static Browser browser;
    private static ConfigurableApplicationContext desk;
    private static ConfigurableApplicationContext trader;

    @BeforeAll
    static void start() {
        browser = Browser.open();
        desk = TestApp.desk("tcp://127.0.0.1:*");
        trader = TestApp.trader(TestApp.endpoint(desk), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable opened : new AutoCloseable[] {trader, desk, browser}) {
            closeQuietly(opened);
        }
    }

    private static void closeQuietly(AutoCloseable opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void asUsual() {
        browser.asDesktop();
        browser.prefer("light");
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsWhoIsConnectedToWhom() {
        openDesk();
        eventually(() -> {
            assertThat(names()).containsExactlyInAnyOrder("desk", "trader-0");
            assertThat(browser.attributes("#graph .link", "data-state")).containsExactly("CONNECTED");
            assertThat(browser.texts("#graph-text")).containsExactly("trader-0 is connected to desk.");
        });
        assertThat(browser.attributes("#graph .own", "data-name")).containsExactly("desk");

        openTrader();
        eventually(() -> assertThat(names()).containsExactlyInAnyOrder("desk", "trader-0"));
        assertThat(browser.attributes("#graph .own", "data-name")).containsExactly("trader-0");
    }

    @Test
    void peersComeAndGoAsProcessesStartAndDie() throws Exception {
        openDesk();
        Process far = startTrader("trader-far");
        try {
            eventually(() -> assertThat(names()).contains("trader-far"));
            assertThat(browser.texts(".peer strong")).contains("trader-far");
        } finally {
            far.destroyForcibly();
        }
        eventually(() -> assertThat(names()).doesNotContain("trader-far"));
        assertThat(names()).contains("trader-0");
    }

    @Test
    void drawsRatesAndQueues() {
        openDesk();
        assertThat(browser.all("#socket-desk canvas")).hasSize(2);
        eventually(() -> assertThat((Boolean) browser.run(
                        "return Chart.getChart(document.querySelector('canvas')).data.datasets.every(d => d.data.length === 60"
                                + " && Math.max(...d.data) > 1)"))
                .isTrue());
        assertThat((Boolean) browser.run("const c = document.querySelector('canvas');"
                        + "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0)"))
                .as("something is painted")
                .isTrue();
        assertThat(browser.attributes("#socket-desk canvas", "aria-label"))
                .satisfiesExactly(
                        rates -> assertThat(rates)
                                .matches("Messages/s: in [\\d.,]+, at most .*; out [\\d.,]+, at most .*"),
                        queues -> assertThat(queues).startsWith("Queued: in "));
    }

    @Test
    void chartsChangeTheirColoursWithThePage() {
        openDesk();
        String lines = "return Chart.getChart(document.querySelector('canvas')).data.datasets.map(d => d.borderColor)";
        List<String> light = browser.strings(lines);
        browser.prefer("dark");
        eventually(
                () -> assertThat(browser.strings(lines)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(light));
    }

    @Test
    void anOrderIsSentByTheFormWithTheKeyboardAlone() {
        openTrader();
        browser.tab();
        assertThat(browser.focus()).isEqualTo("Skip to the order form");
        browser.press(Keys.ENTER);
        browser.tab();
        assertThat(browser.focus()).isEqualTo("item");
        browser.press("tea");
        browser.tab();
        assertThat(browser.focus()).isEqualTo("quantity");
        browser.press(Keys.chord(Keys.CONTROL, "a"), "3", Keys.ENTER);
        eventually(() -> assertThat(browser.texts("#result"))
                .singleElement()
                .asString()
                .matches("Receipt trader-0-\\d+: (not )?accepted, \\d+ tea left\\."));
    }

    @Test
    void anOrderThatIsNoneIsNotSent() {
        openTrader();
        browser.run("document.getElementById('quantity').value = '0'; document.getElementById('item').value = 'tea'");
        browser.all("#send").get(0).click();
        assertThat((Boolean) browser.run("return document.querySelector('#quantity:invalid') !== null"))
                .isTrue();
        assertThat(browser.texts("#result")).containsExactly("");
    }

    @Test
    void everythingIsReachedWithTheKeyboardAndSeenToBe() {
        openDesk();
        List<String> reached = new ArrayList<>();
        for (browser.tab(); !browser.focus().isEmpty() && !reached.contains(browser.focus()); browser.tab()) {
            reached.add(browser.focus());
            assertThat((Boolean) browser.run("""
                            const e = document.activeElement;
                            const style = getComputedStyle(e.querySelector('rect') ?? e);
                            return e.matches(':focus-visible')
                                && (e.querySelector('rect') ? style.strokeWidth === '4px' : style.outlineStyle !== 'none')"""))
                    .as("the focus shows on " + browser.focus())
                    .isTrue();
        }
        assertThat(reached)
                .contains("desk", "Health", "Metrics", "Sockets")
                .anyMatch(name -> name.startsWith("Copy the command"));

        browser.run("document.querySelector('#graph a').focus()");
        browser.press(Keys.ENTER);
        assertThat((String) browser.run("return location.hash")).isEqualTo("#socket-desk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextCanBeRead(String scheme) {
        browser.prefer(scheme);
        openDesk();
        assertThat((Boolean) browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(scheme.equals("dark"));
        assertThat(browser.pale()).as("pale on the desk's page").isEmpty();
        openTrader();
        assertThat(browser.pale()).as("pale on the trader's page").isEmpty();
    }

    @Test
    void aPhoneShowsItAllWithoutScrollingSideways() {
        browser.asPhone();
        openTrader();
        eventually(() -> assertThat(names()).hasSize(2));
        browser.fitsOnAPhone();
    }

    @Test
    void loadsNothingFromElsewhere() {
        openDesk();
        assertThat(browser.loaded())
                .extracting(URI::getAuthority)
                .containsOnly(TestApp.url(desk, "/").getAuthority());
        assertThat(browser.loaded()).extracting(URI::getPath).anyMatch(path -> path.startsWith("/webjars/chart.js/"));
    }

    private static void openDesk() {
        browser.go(TestApp.url(desk, "/"));
    }

    private static void openTrader() {
        browser.go(TestApp.url(trader, "/"));
    }

    private static List<String> names() {
        return browser.attributes("#graph .node:not(.gone)", "data-name");
    }

    private static void eventually(Runnable assertion) {
        await().atMost(LONGEST_WAIT).untilAsserted(assertion::run);
    }

    private static Process startTrader(String name) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleApplication.class.getName(),
                        "--spring.profiles.active=trader",
                        "--server.port=0",
                        "--zmq.sockets.trader.peer-name=" + name,
                        "--zmq.sockets.trader.connect.desk=" + TestApp.endpoint(desk))
                .redirectErrorStream(true)
                .redirectOutput(new File("target", name + ".log"))
                .start();
    }
}
