package io.zmqspring.patterns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.zmqspring.DealerSocket;
import io.zmqspring.RouterSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

@AnalyzeClasses(packages = "io.zmqspring.patterns", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
    private static final String[] PROTOCOL = {
        "io.zmqspring.patterns.internal.gossip",
        "io.zmqspring.patterns.internal.mesh",
        "io.zmqspring.patterns.internal.zre",
        "io.zmqspring.patterns.internal.log"
    };

    @ArchTest
    private static final ArchRule the_protocol_does_no_io_owns_no_thread_and_reads_no_clock = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    @ArchTag("HAR-01")
    private static final ArchRule a_mailbox_is_only_read = noClasses()
            .that()
            .resideInAPackage("io.zmqspring.patterns.internal.node")
            .should()
            .callMethodWhere(isCalledOn(RouterSocket.class, "send", "trySend"));

    @ArchTest
    @ArchTag("HAR-02")
    private static final ArchRule a_way_to_a_peer_is_only_written = noClasses()
            .that()
            .resideInAPackage("io.zmqspring.patterns.internal.node")
            .should()
            .callMethodWhere(isCalledOn(DealerSocket.class, "receive", "tryReceive", "receiveAsync", "onMessage"));

    private static DescribedPredicate<JavaMethodCall> isCalledOn(Class<?> socket, String... names) {
        return DescribedPredicate.describe(
                "calls " + List.of(names) + " of " + socket.getSimpleName(),
                call -> call.getTargetOwner().isAssignableTo(socket)
                        && List.of(names).contains(call.getName()));
    }

    @ArchTest
    private static final ArchRule octets_know_nothing_of_nodes = noClasses()
            .that()
            .resideInAnyPackage("io.zmqspring.patterns.internal.zre", "io.zmqspring.patterns.internal.log")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.zmqspring.patterns.internal.mesh", "io.zmqspring.patterns.mesh");
}
