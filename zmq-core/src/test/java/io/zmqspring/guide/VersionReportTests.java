package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VersionReportTests {

    @Test
    @Tag("P-057")
    @Tag("guide:B2")
    void theVersionIsThatOfTheBuild() throws IOException {
        Matcher built = Pattern.compile("<parent>.*?<version>(.*?)</version>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(built.find()).isTrue();
        ZmqVersion current = ZmqVersion.current();
        assertThat(current).hasToString(built.group(1));
        assertThat(current.text()).startsWith(current.major() + "." + current.minor() + "." + current.patch());
    }
}
