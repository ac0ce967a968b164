package io.millrace.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** The dependency table of docs/architecture.md, as rules. */
@AnalyzeClasses(
        packages = "io.millrace",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
final class ArchitectureTest {

    @ArchTest
    static final ArchRule modulesFormOneChain = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("config")
            .definedBy("io.millrace.config..")
            .layer("models")
            .definedBy("io.millrace.models..")
            .layer("operators")
            .definedBy("io.millrace.operators..")
            .layer("jobs")
            .definedBy("io.millrace.jobs..")
            .whereLayer("jobs")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operators")
            .mayOnlyBeAccessedByLayers("jobs")
            .whereLayer("models")
            .mayOnlyBeAccessedByLayers("operators", "jobs")
            .because("config <- models <- operators <- jobs");

    @ArchTest
    static final ArchRule modelsKnowNoStream = noClasses()
            .that()
            .resideInAnyPackage("io.millrace.models..", "io.millrace.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..")
            .because("what can be learned and scored needs no stream");

    @ArchTest
    static final ArchRule onlyPytorchKnowsDjl = only("io.millrace.models.pytorch..", "ai.djl..");

    @ArchTest
    static final ArchRule onlyTensorKnowsArrow = only("io.millrace.models.tensor..", "org.apache.arrow..");

    @ArchTest
    static final ArchRule onlyEnrichKnowsCaffeine =
            only("io.millrace.operators.enrich..", "com.github.benmanes.caffeine..");

    @ArchTest
    static final ArchRule onlyEnrichKnowsRedis = only("io.millrace.operators.enrich..", "redis.clients..");

    @ArchTest
    static final ArchRule onlyOneJobPackageKnowsKafka = noClasses()
            .that()
            .resideInAPackage("io.millrace..")
            .and(not(resideInAnyPackage("io.millrace.jobs.kafka..", "io.millrace.jobs.embedded..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..", "org.apache.flink.connector.kafka..")
            .because("Kafka stays behind jobs.kafka; jobs.embedded starts a broker");

    @ArchTest
    static final ArchRule stagesDoNotKnowEachOther = slices().assignedFrom(new Stages())
            .should()
            .notDependOnEachOther()
            .because("stages are joined by a topology, not by each other");

    @ArchTest
    static final ArchRule jobsDoNotKnowEachOther = slices().matching("io.millrace.jobs.(score|learn|monitor|feature)..")
            .should()
            .notDependOnEachOther()
            .because("jobs are joined by topics")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule environmentIsReadInOnePlace = noClasses()
            .that(not(resideInAPackage("io.millrace.config.bind..")))
            .should(callMethod(System.class, "getenv", String.class))
            .orShould(callMethod(System.class, "getenv"))
            .orShould(callMethod(System.class, "getProperty", String.class))
            .orShould(callMethod(System.class, "getProperty", String.class, String.class))
            .because("config.bind is the only place that reads the environment");

    @ArchTest
    static final ArchRule thereIsOneClock = noClasses()
            .that(not(resideInAPackage("io.millrace.models.time..")))
            .should(callMethod(System.class, "nanoTime"))
            .orShould(callMethod(System.class, "currentTimeMillis"))
            .orShould(callMethod(java.time.Instant.class, "now"))
            .because("models.time is the only clock");

    @ArchTest
    static final ArchRule packagesAreNamedForWhatIsInThem = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..helper..", "..manager..", "..impl..", "..misc..")
            .because("a room is named for what is in it");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .resideInAPackage("io.millrace..")
            .should(new NullMarkedPackage())
            .because("null is an exception that is written down");

    private static ArchRule only(String inside, String library) {
        return noClasses()
                .that()
                .resideInAPackage("io.millrace..")
                .and(not(resideInAPackage(inside)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(inside + " is the only package that knows " + library);
    }

    /** The stages of the operators module; what they share belongs to none. */
    private static final class Stages implements SliceAssignment {
        private static final String ROOT = "io.millrace.operators.";
        private static final Set<String> SHARED = Set.of("record", "metric", "inflight");

        @Override
        public SliceIdentifier getIdentifierOf(com.tngtech.archunit.core.domain.JavaClass type) {
            if (!type.getPackageName().startsWith(ROOT)) {
                return SliceIdentifier.ignore();
            }
            String stage = type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
            return SHARED.contains(stage) ? SliceIdentifier.ignore() : SliceIdentifier.of(stage);
        }

        @Override
        public String getDescription() {
            return "stages of operators";
        }
    }

    /** Leaves out the tests that another module offers, which are a jar once that module is packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar!");
        }
    }
}
