package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.ShopApplication;
import com.example.warehouse.WarehouseApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** The two applications of the page "Getting started". */
@ExtendWith(OutputCaptureExtension.class)
class GettingStartedTests {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ANSWER = "The warehouse has 12 x tea";

    @TempDir
    Path directory;

    @Test
    void theShopAsksTheWarehouse(CapturedOutput output) {
        try (Applications applications = new Applications(directory)) {
            applications.run("getting-started/warehouse.yml", "default", WarehouseApplication.class);
            applications.run("getting-started/shop.yml", "default", ShopApplication.class);

            await().atMost(SOON).until(() -> output.getOut().contains(ANSWER));
        }
    }

    @Test
    void theShopMayStartFirstAndGoesOnAfterARestartOfTheWarehouse(CapturedOutput output) {
        try (Applications applications = new Applications(directory)) {
            applications.run("getting-started/shop.yml", "default", ShopApplication.class);
            for (int start = 1; start <= 2; start++) {
                int before = output.getOut().split(ANSWER, -1).length;
                ConfigurableApplicationContext warehouse =
                        applications.run("getting-started/warehouse.yml", "default", WarehouseApplication.class);
                await().atMost(SOON).until(() -> output.getOut().split(ANSWER, -1).length > before);
                warehouse.close();
            }
        }
    }

    @Test
    void theBuildFileNamesTheVersionsThatWeAreTestedWith() throws IOException {
        String pom = new ClassPathResource("getting-started/pom.xml")
                .getContentAsString(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(pom)
                .contains("<version>" + SpringBootVersion.getVersion() + "</version>")
                .contains("<version>" + System.getProperty("docs.version") + "</version>");
    }
}
