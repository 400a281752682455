package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.TestApp;
import java.nio.file.Path;
import java.time.Duration;
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
import org.springframework.context.ConfigurableApplicationContext;

/** The page of a node of the mesh, as people see and use it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class MeshBrowserTests {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final int PORT = TestApp.freeUdpPort();
    private static Browser browser;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;

    @BeforeAll
    static void start() {
        browser = Browser.open();
        one = TestApp.mesh(PORT, 1);
        two = TestApp.mesh(PORT, 2);
    }

    @AfterAll
    static void stop() {
        if (two != null) {
            two.close();
            one.close();
        }
        if (browser != null) {
            browser.close();
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
    void showsWhoIsThereAndWhoComesAndGoes() {
        open(one);
        eventually(() -> assertThat(names()).containsExactlyInAnyOrder("house-1", "house-2"));
        assertThat(browser.attributes("#graph .own", "data-name")).containsExactly("house-1");
        ConfigurableApplicationContext three = TestApp.mesh(PORT, 3);
        try {
            eventually(() -> assertThat(names()).contains("house-3"));
            eventually(() -> assertThat(browser.texts("#groups li"))
                    .contains("allhouse-1, house-2, house-3", "evenhouse-2", "oddhouse-1, house-3"));
            assertThat(browser.all("#graph .link:not(.gone)")).hasSize(3);
        } finally {
            three.close();
        }
        eventually(() -> assertThat(names()).doesNotContain("house-3"));
        assertThat(browser.texts("#log tr")).anyMatch(row -> row.contains("house-3") && row.contains("went: left"));
    }

    @Test
    void whatIsSaidByTheFormIsHeardByAllOrByOneAlone() {
        open(one);
        eventually(() -> assertThat(browser.texts("#to option")).contains("group all", "house-2 alone"));
        say("group all", "good morning");
        say("house-2 alone", "only you");
        open(two);
        eventually(() -> assertThat(browser.texts("#log tr"))
                .anyMatch(row -> row.contains("house-1") && row.endsWith("allgood morning"))
                .anyMatch(row -> row.contains("house-1") && row.endsWith("house-2only you")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextCanBeRead(String scheme) throws Exception {
        browser.prefer(scheme);
        open(one);
        eventually(() -> assertThat(names()).hasSize(2));
        say("group all", "can you read this?");
        assertThat(browser.pale()).isEmpty();
        browser.picture(Path.of("target", "mesh-" + scheme + ".png"));
    }

    @Test
    void aPhoneShowsItAllWithoutScrollingSideways() throws Exception {
        browser.asPhone();
        open(two);
        eventually(() -> assertThat(names()).hasSize(2));
        browser.fitsOnAPhone();
        browser.picture(Path.of("target", "mesh-phone.png"));
    }

    private static void say(String to, String text) {
        browser.run(
                "const to = document.getElementById('to');"
                        + "to.value = [...to.options].find((option) => option.textContent === arguments[0]).value;"
                        + "document.getElementById('text').value = arguments[1]",
                to,
                text);
        browser.all("#send").get(0).click();
        eventually(() -> assertThat(browser.texts("#result")).containsExactly("Sent to " + to + "."));
    }

    private static void open(ConfigurableApplicationContext application) {
        browser.go(TestApp.url(application, "/"));
    }

    private static List<String> names() {
        return browser.attributes("#graph .node:not(.gone)", "data-name");
    }

    private static void eventually(Runnable assertion) {
        await().atMost(LONGEST_WAIT).untilAsserted(assertion::run);
    }
}
