package io.zmqspring;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.pattern.Pattern;
import io.zmqspring.internal.transport.Transport;
import io.zmqspring.security.KeyGenerator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** The rules of this module that the compiler does not know. The picture is in docs/architecture.md. */
@AnalyzeClasses(
        packages = "io.zmqspring",
        importOptions = {DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeTestSupport.class})
class ArchitectureTests {
    /** Another module, which sleeps and opens channels as a bad network does. */
    static final class DoNotIncludeTestSupport implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/io/zmqspring/test/");
        }
    }

    private static final String[] MACHINES = {
        "io.zmqspring.internal.codec..",
        "io.zmqspring.internal.mechanism..",
        "io.zmqspring.internal.zmtp..",
        "io.zmqspring.internal.pattern.."
    };

    private static final DescribedPredicate<JavaClass> CLOCK = belongTo(equivalentTo(Clock.class));

    // ---- who may know whom ---------------------------------------------------------------------------------------

    @ArchTest
    static final ArchRule packages_know_only_what_is_below_them = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("context")
            .definedBy("io.zmqspring.internal.context..")
            .layer("socket")
            .definedBy("io.zmqspring.internal.socket..")
            .layer("pattern")
            .definedBy("io.zmqspring.internal.pattern..")
            .layer("engine")
            .definedBy("io.zmqspring.internal.engine..")
            .layer("inproc")
            .definedBy("io.zmqspring.internal.inproc..")
            .layer("udp")
            .definedBy("io.zmqspring.internal.udp..")
            .layer("transport")
            .definedBy("io.zmqspring.internal.transport..")
            .layer("pipe")
            .definedBy("io.zmqspring.internal.pipe..")
            .layer("zmtp")
            .definedBy("io.zmqspring.internal.zmtp..")
            .layer("mechanism")
            .definedBy("io.zmqspring.internal.mechanism..")
            .layer("codec")
            .definedBy("io.zmqspring.internal.codec..")
            .layer("concurrent")
            .definedBy("io.zmqspring.internal.concurrent..")
            .whereLayer("context")
            .mayOnlyAccessLayers("socket", "pattern", "engine", "inproc", "udp", "transport", "concurrent")
            .whereLayer("socket")
            .mayOnlyAccessLayers("pattern", "transport", "pipe", "concurrent")
            .whereLayer("pattern")
            .mayOnlyAccessLayers("pipe")
            .whereLayer("engine")
            .mayOnlyAccessLayers("transport", "pipe", "zmtp", "concurrent")
            .whereLayer("inproc")
            .mayOnlyAccessLayers("transport", "pipe", "concurrent")
            .whereLayer("udp")
            .mayOnlyAccessLayers("engine", "transport", "pipe", "concurrent")
            .whereLayer("transport")
            .mayOnlyAccessLayers("pipe")
            .whereLayer("pipe")
            .mayOnlyAccessLayers("concurrent")
            .whereLayer("zmtp")
            .mayOnlyAccessLayers("mechanism", "codec")
            .whereLayer("mechanism")
            .mayOnlyAccessLayers("codec")
            .whereLayer("codec")
            .mayNotAccessAnyLayer()
            .whereLayer("concurrent")
            .mayNotAccessAnyLayer()
            .ensureAllClassesAreContainedInArchitectureIgnoring(
                    "io.zmqspring", "io.zmqspring.event", "io.zmqspring.security")
            .because("patterns and transports meet at the pipe only, so that either can be added without touching the"
                    + " other, and each part can be read and tested with what is below it alone");

    @ArchTest
    static final ArchRule there_are_no_cycles = slices().matching("io.zmqspring.internal.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages in a circle are one package");

    @ArchTest
    static final ArchRule only_the_context_sees_the_inside = noClasses()
            .that(resideInAnyPackage("io.zmqspring", "io.zmqspring.event", "io.zmqspring.security")
                    .and(not(equivalentTo(ZmqContext.class))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zmqspring.internal..")
            .because("one door leads inside; what is internal may change any day");

    @ArchTest
    static final ArchRule patterns_are_in_one_place = classes()
            .that()
            .implement(Pattern.class)
            .should()
            .resideInAPackage("io.zmqspring.internal.pattern")
            .because("a socket type is one file, found beside the others");

    @ArchTest
    static final ArchRule transports_are_called_so = classes()
            .that()
            .implement(Transport.class)
            .should()
            .haveSimpleNameEndingWith("Transport")
            .because("who looks for what serves a scheme looks for that name");

    // ---- who may do what -----------------------------------------------------------------------------------------

    @ArchTest
    static final ArchRule machines_do_no_io = noClasses()
            .that()
            .resideInAnyPackage(MACHINES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
            .because("tests drive them with octets, and no transport is tied to them");

    @ArchTest
    static final ArchRule machines_have_no_threads = noClasses()
            .that()
            .resideInAnyPackage(MACHINES)
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                    .and(not(resideInAPackage("java.util.concurrent.locks.."))) // the patterns' shared parts are locked
                    .and(not(resideInAPackage("java.util.concurrent.atomic..")))
                    .and(not(equivalentTo(ConcurrentHashMap.class)))
                    .and(not(equivalentTo(TimeUnit.class)))
                    .or(equivalentTo(Thread.class))
                    .or(resideInAPackage("io.zmqspring.internal.concurrent..")))
            .because("they are told what happens by whoever owns them, and wait for nothing");

    @ArchTest
    static final ArchRule only_patterns_have_locks_among_the_machines = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.zmqspring.internal.codec..",
                    "io.zmqspring.internal.mechanism..",
                    "io.zmqspring.internal.zmtp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..")
            .because("an object of theirs belongs to one connection and one thread");

    @ArchTest
    static final ArchRule only_transports_touch_channels = noClasses()
            .that(not(resideInAnyPackage("io.zmqspring.internal.engine..", "io.zmqspring.internal.udp.."))
                    .and(not(nameMatching(
                            "io\\.zmqspring\\.(internal\\.socket\\.)?(Default)?(ZmqPoller|PolledChannel).*"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.channels..")
            .because("an interrupt closes a channel that blocks: only who does I/O knows how to keep them from it;"
                    + " a poller waits for those of the application and neither reads nor writes them");

    @ArchTest
    static final ArchRule only_the_clock_reads_the_time = noClasses()
            .that(not(CLOCK))
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time..")))
                    .and(target(nameMatching("now|systemUTC|systemDefaultZone"))))
            .because("tests own the clock");

    @ArchTest
    static final ArchRule nothing_sleeps = noClasses()
            .should()
            .callMethodWhere(target(owner(equivalentTo(Thread.class))).and(target(nameMatching("sleep"))))
            .because("who sleeps cannot be stopped and is late besides: wait for the event");

    @ArchTest
    static final ArchRule nothing_prints = noClasses()
            .that(not(equivalentTo(KeyGenerator.class))) // a command
            .should(ACCESS_STANDARD_STREAMS)
            .because("the application decides where its log goes");

    @ArchTest
    static final ArchRule no_exception_says_nothing = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because(
            "a caller must be able to catch what it can handle, and nothing else");

    @ArchTest
    static final ArchRule nothing_is_deserialized = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .because("octets from the wire must never choose which classes are loaded");

    @ArchTest
    static final ArchRule nothing_synchronizes_on_a_monitor = noClasses()
            .should(new ArchCondition<JavaClass>("have synchronized methods") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getMethods().stream()
                            .filter(method -> method.getModifiers()
                                    .contains(com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED))
                            .forEach(method -> events.add(SimpleConditionEvent.satisfied(type, method.getFullName())));
                }
            })
            .because("a virtual thread that waits for a monitor holds its carrier on older JDKs; locks have names");

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes()
            .should(new ArchCondition<JavaClass>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
                }
            })
            .because("null checks are done by the compiler, in marked packages only");
}
