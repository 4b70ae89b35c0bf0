package dev.nines.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Who may use what: the arrows of docs/architecture.md, over all modules at once. */
@AnalyzeClasses(packages = "dev.nines", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.nines.slo..",
    "dev.nines.probe..",
    "dev.nines.alerting..",
    "dev.nines.incident..",
    "dev.nines.channel.."
  };

  @ArchTest
  static final ArchRule coreKnowsNothingOfTheService =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.nines.engine..", "org.jdbi..", "java.sql..", "io.dropwizard..", "org.quartz..");

  @ArchTest
  static final ArchRule alertingDependsOnSloOnly =
      noClasses()
          .that()
          .resideInAnyPackage("dev.nines.alerting..", "dev.nines.incident..", "dev.nines.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.nines.probe..");

  @ArchTest
  static final ArchRule sloAndProbesStandAlone =
      noClasses()
          .that()
          .resideInAnyPackage("dev.nines.slo..", "dev.nines.probe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.nines.alerting..", "dev.nines.incident..", "dev.nines.channel..");

  @ArchTest
  static final ArchRule yamlIsReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.nines.engine.declarations..", "dev.nines.engine.configuration..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.snakeyaml..", "org.yaml..");

  @ArchTest
  static final ArchRule postgresIsStartedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nines.engine.database..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.flywaydb..", "com.zaxxer.hikari..");

  @ArchTest
  static final ArchRule timeComesIn =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nines.engine")
          .should()
          .accessTargetWhere(readsTheWallClock())
          .because("time comes in as InstantSource; only the wiring knows the real clock");

  @ArchTest
  static final ArchRule modulesHaveNoCycles =
      slices().matching("dev.nines.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule enginePackagesHaveNoCycles =
      slices().matching("dev.nines.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dependenciesComeThroughConstructors =
      fields().should().notBeAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule namesSayWhatATypeIs =
      classes().should().haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)$|.*[.$]Abstract\\w*");

  private static DescribedPredicate<JavaAccess<?>> readsTheWallClock() {
    return describe(
        "it reads the wall clock",
        access -> {
          var owner = access.getTargetOwner();
          var name = access.getName();
          return switch (name) {
            case "now" -> owner.getPackageName().equals("java.time");
            case "system", "systemUTC", "systemDefaultZone" ->
                owner.isAssignableTo(InstantSource.class);
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            default -> false;
          };
        });
  }
}
