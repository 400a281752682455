package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, through its driver. Both are of the system; nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final List<Path> CHROMIUM = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));
    private static final List<Path> DRIVER =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Texts whose colour is too close to what is behind it: WCAG 2.2, 1.4.3 asks for 4.5 to 1. */
    private static final String PALE = """
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const rgba = (colour) => {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const light = ([r, g, b]) => [r, g, b]
              .map((v) => v / 255)
              .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
              .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = (e) => {
              if (e.matches?.('.node text')) {
                return rgba(getComputedStyle(e.parentElement.querySelector('rect')).fill);
              }
              for (let at = e; at; at = at.parentElement) {
                const colour = rgba(getComputedStyle(at).backgroundColor);
                if (colour[3] === 255) {
                  return colour;
                }
              }
              return [255, 255, 255];
            };
            const front = (e) => rgba(getComputedStyle(e)[e.matches('text') ? 'fill' : 'color']);
            return [...document.querySelectorAll('body *')]
              .filter((e) => e.checkVisibility({ opacityProperty: true }) && e.closest('.skip, .gone, datalist, noscript, title') === null)
              .filter((e) => [...e.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
              .map((e) => {
                const [a, b] = [light(front(e)), light(behind(e))].sort((x, y) => y - x);
                return [e, (a + 0.05) / (b + 0.05)];
              })
              .filter(([, contrast]) => contrast < 4.5)
              .map(([e, contrast]) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 30)} ${contrast.toFixed(2)}`);
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts it; skips the test where it is not installed. */
    static Browser open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed("chromium", CHROMIUM));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("chromium-driver", DRIVER))
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static File installed(String what, List<Path> places) {
        Path found = places.stream().filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(
                found != null,
                what + " is not installed (apt-get install chromium chromium-driver), looked at " + places);
        return found.toFile();
    }

    /** Opens a page and waits for its first snapshot. */
    void go(URI page) {
        driver.get(page.toString());
        await().atMost(LONGEST_WAIT).until(() -> !texts("#live").contains("Connecting"));
        await().atMost(LONGEST_WAIT).until(() -> !all("#graph .node").isEmpty());
    }

    /** A phone held upright. */
    void asPhone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    void asDesktop() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** Light or dark, as the system's setting would say. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The texts of all elements that match. Taken at once, for the page changes all the time. */
    List<String> texts(String selector) {
        return strings("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector);
    }

    List<String> attributes(String selector, String attribute) {
        return strings(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))",
                selector,
                attribute);
    }

    /** Runs a script that returns a list of texts. */
    List<String> strings(String script, Object... arguments) {
        return ((List<?>) run(script, arguments)).stream().map(String::valueOf).toList();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Presses keys, on whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Goes from one element that can have the focus to the next. */
    void tab() {
        press(Keys.TAB);
    }

    /** What has the focus; empty if nothing has. */
    String focus() {
        return (String) run("const e = document.activeElement;"
                + "return e === document.body ? '' : e.id || e.dataset.name || e.ariaLabel || e.textContent.trim()");
    }

    /** What the page complained about since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Texts that are too pale to be read. */
    List<String> pale() {
        return strings(PALE);
    }

    /** Nothing reaches over the edge, and all is large enough for eyes and fingers. */
    void fitsOnAPhone() {
        assertThat((Long) run("return document.documentElement.scrollWidth")).isEqualTo(390);
        assertThat(strings("""
                        return [...document.querySelectorAll('body *')]
                          .filter((e) => e.checkVisibility() && e.closest('.only-read, .skip, .brief') === null)
                          .filter((e) => e.getBoundingClientRect().right > 391)
                          .map((e) => e.tagName + ' ' + e.className)""")).as("reaches over the edge").isEmpty();
        assertThat(strings("""
                        return [...document.querySelectorAll('input, select, button, .node')]
                          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 32)
                          .map((e) => e.tagName + ' ' + e.id)""")).as("too small for a finger").isEmpty();
        assertThat(strings("""
                        return [...document.querySelectorAll('body *')]
                          .filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 12)
                          .map((e) => e.tagName + ' ' + e.textContent)""")).as("too small to read").isEmpty();
    }

    /** Takes a picture of the whole window. */
    void picture(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Where everything that the page loaded came from. */
    Stream<URI> loaded() {
        return strings("return performance.getEntriesByType('resource').map(e => e.name)").stream()
                .map(URI::create);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
