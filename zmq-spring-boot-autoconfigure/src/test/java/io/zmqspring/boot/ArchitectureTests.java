package io.zmqspring.boot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The rules of this module that the compiler does not know. */
@AnalyzeClasses(
        packages = {"io.zmqspring.spring", "io.zmqspring.boot"},
        importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule spring_support_does_not_know_spring_boot = noClasses()
            .that()
            .resideInAPackage("io.zmqspring.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot..", "io.zmqspring.boot..")
            .because("template, listeners and adapters are usable in any Spring application, and may move to a module"
                    + " of their own");

    @ArchTest
    static final ArchRule nothing_uses_the_inside_of_the_core = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zmqspring.internal..")
            .because("what is internal may change any day; on the module path it cannot even be seen");

    @ArchTest
    static final ArchRule layers_point_downwards = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.zmqspring.spring..", "io.zmqspring.boot..")
            .withOptionalLayers(true)
            .layer("boot")
            .definedBy("io.zmqspring.boot..")
            .layer("integration")
            .definedBy("io.zmqspring.spring.integration..")
            .layer("mesh")
            .definedBy("io.zmqspring.spring.mesh..")
            .layer("annotation")
            .definedBy("io.zmqspring.spring.annotation..")
            .layer("config")
            .definedBy("io.zmqspring.spring.config..")
            .layer("listener")
            .definedBy("io.zmqspring.spring.listener..")
            .layer("discovery")
            .definedBy("io.zmqspring.spring.discovery..")
            .layer("core")
            .definedBy("io.zmqspring.spring.core..")
            .layer("observation")
            .definedBy("io.zmqspring.spring.observation..")
            .layer("support")
            .definedBy("io.zmqspring.spring.support..")
            .whereLayer("boot")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("integration")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("mesh")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("annotation")
            .mayOnlyBeAccessedByLayers("boot", "mesh")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("boot", "annotation", "mesh")
            .whereLayer("listener")
            .mayOnlyBeAccessedByLayers("boot", "annotation", "config", "integration", "mesh")
            .whereLayer("discovery")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("core")
            .mayOnlyBeAccessedByLayers("boot", "annotation", "config", "listener", "integration", "discovery", "mesh")
            .whereLayer("observation")
            .mayOnlyBeAccessedByLayers("boot", "config", "listener", "core")
            .because("each layer can be read, tested and used with what is below it, and without what is above it");

    @ArchTest
    static final ArchRule there_are_no_cycles = slices().matching("io.zmqspring.(**)")
            .should()
            .beFreeOfCycles()
            .because("packages in a circle are one package");

    @ArchTest
    static final ArchRule auto_configurations_are_final = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameEndingWith("AutoConfiguration")
            .because("applications name them to exclude them or to run after them, and use them for nothing else");

    @ArchTest
    static final ArchRule bean_methods_are_package_private = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should(bePackagePrivate())
            .because("they are called by the container only; whatever is public must stay");

    @ArchTest
    static final ArchRule health_is_optional = onlyIn("..autoconfigure.health", "org.springframework.boot.health..");

    @ArchTest
    static final ArchRule metrics_are_optional =
            onlyIn("..autoconfigure.metrics", "org.springframework.boot.micrometer..", "io.micrometer.core..");

    @ArchTest
    static final ArchRule tracing_is_optional = onlyIn("..autoconfigure.observation", "io.micrometer.tracing..");

    @ArchTest
    static final ArchRule the_actuator_is_optional =
            onlyIn("..autoconfigure.endpoint", "org.springframework.boot.actuate..");

    @ArchTest
    static final ArchRule spring_cloud_is_optional =
            onlyIn("io.zmqspring.boot.autoconfigure.discovery", "org.springframework.cloud..");

    @ArchTest
    static final ArchRule the_mesh_is_optional = noClasses()
            .that(resideInAPackage("io.zmqspring..")
                    .and(not(resideInAPackage("io.zmqspring.spring.mesh")))
                    .and(not(resideInAPackage("io.zmqspring.boot.autoconfigure.mesh"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zmqspring.patterns..")
            .because("an application may leave zmq-patterns out");

    @ArchTest
    static final ArchRule integration_is_optional = noClasses()
            .that(resideInAPackage("io.zmqspring..").and(not(resideInAPackage("..integration.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.integration..", "org.springframework.boot.integration..")
            .because("the library may be absent, and only classes that are not loaded then may need it");

    @ArchTest
    static final ArchRule reactor_is_optional = noClasses()
            .that()
            .haveNameNotMatching(".*\\.AsyncResults\\$Monos")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "org.reactivestreams..")
            .because("the library may be absent, and only classes that are not loaded then may need it");

    private static ArchRule onlyIn(String owner, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .because("the library may be absent, and only classes that are not loaded then may need it");
    }

    @ArchTest
    static final ArchRule nothing_is_deserialized = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .because("bytes from the wire must never choose which classes are loaded");

    @ArchTest
    static final ArchRule nothing_sleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("who sleeps cannot be stopped and is late besides: wait for the event");

    @ArchTest
    static final ArchRule nothing_prints =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("the application decides where its log goes");

    @ArchTest
    static final ArchRule no_exception_says_nothing = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because(
            "a caller must be able to catch what it can handle, and nothing else");

    @Test
    @Tag("SPR-116")
    void every_package_is_null_marked() {
        NULL_MARKED.check(new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.zmqspring.spring", "io.zmqspring.boot"));
    }

    private static final ArchRule NULL_MARKED = classes()
            .should(new ArchCondition<JavaClass>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
                }
            })
            .because("null checks are done by the compiler, in marked packages only");
}
