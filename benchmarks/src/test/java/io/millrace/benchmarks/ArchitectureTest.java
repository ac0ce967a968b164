package io.millrace.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the benchmarks, and what they may know. */
@AnalyzeClasses(packages = "io.millrace.benchmarks", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormOneChain = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("report")
            .definedBy("io.millrace.benchmarks.report..")
            .layer("latency")
            .definedBy("io.millrace.benchmarks.latency..")
            .layer("flow")
            .definedBy("io.millrace.benchmarks.flow..")
            .layer("rival")
            .definedBy("io.millrace.benchmarks.rival..")
            .layer("micro")
            .definedBy("io.millrace.benchmarks.micro..")
            .layer("launch")
            .definedBy("io.millrace.benchmarks.launch..")
            .whereLayer("launch")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rival")
            .mayOnlyBeAccessedByLayers("launch")
            .whereLayer("micro")
            .mayOnlyBeAccessedByLayers("launch")
            .whereLayer("flow")
            .mayOnlyBeAccessedByLayers("rival", "micro", "launch")
            .whereLayer("latency")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("latency", "flow", "launch")
            .because("report <- latency <- flow <- rival, micro <- launch");

    @ArchTest
    static final ArchRule onlyRivalsKnowDjl = noClasses()
            .that(not(resideInAPackage("io.millrace.benchmarks.rival..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("Millrace is measured through its own doors");

    @ArchTest
    static final ArchRule kafkaStaysBehindTheJobs = noClasses()
            .that(not(resideInAPackage("io.millrace.benchmarks.rival..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..", "org.apache.flink.connector.kafka..")
            .because(
                    "every rig reads and writes with the sources and sinks of the jobs, unless its own are what makes it a rival");

    @ArchTest
    static final ArchRule environmentIsReadInOnePlace = noClasses()
            .should(callMethod(System.class, "getenv", String.class))
            .orShould(callMethod(System.class, "getenv"))
            .orShould(callMethod(System.class, "getProperty", String.class))
            .orShould(callMethod(System.class, "getProperty", String.class, String.class))
            .because("config.bind is the only place that reads the environment");

    @ArchTest
    static final ArchRule thereIsOneClock = noClasses()
            .that(not(resideInAPackage("..jmh_generated..")))
            .should(callMethod(System.class, "nanoTime"))
            .orShould(callMethod(System.class, "currentTimeMillis"))
            .orShould(callMethod(java.time.Instant.class, "now"))
            .because("models.time is the only clock");
}
