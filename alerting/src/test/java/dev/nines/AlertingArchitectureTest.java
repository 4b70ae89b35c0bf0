package dev.nines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(
    packages = {"dev.nines.alerting", "dev.nines.incident", "dev.nines.channel"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class AlertingArchitectureTest {
  @ArchTest
  static final ArchRule incidentKnowsOnlyTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.nines.incident")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.nines.incident", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule openingKnowsTimeAlone =
      classes()
          .that()
          .resideInAPackage("dev.nines.incident.opening")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.nines.incident.opening", "dev.nines.slo.time", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule alertingKnowsOnlySlo =
      classes()
          .that()
          .resideInAPackage("dev.nines.alerting")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.nines.alerting", "dev.nines.slo..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule channelKnowsIncidentAndFewLibraries =
      classes()
          .that()
          .resideInAPackage("dev.nines.channel..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.nines.channel..",
              "dev.nines.incident",
              "com.fasterxml.jackson..",
              "freemarker..",
              "okhttp3..",
              "okio..", // what OkHttp reads from and writes to
              "kotlin..", // what OkHttp's own signatures need
              "jakarta.mail..",
              "org.eclipse.angus.mail..",
              "javax.net..",
              "java..",
              "javax.crypto..",
              "javax.net.ssl..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule mailLibraryIsKnownToOneClass =
      noClasses()
          .that()
          .doNotHaveSimpleName("SmtpServer")
          .and()
          .haveNameNotMatching(".*\\.SmtpServer\\$.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

  @ArchTest
  static final ArchRule httpClientIsKnownToTwoClasses =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.nines\\.channel\\.http\\.(HttpPost|Exchange)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..", "kotlin..");

  @ArchTest
  static final ArchRule templatesAreKnownToTwoClasses =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(TextTemplate|MailPage)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("freemarker..");

  @ArchTest
  static final ArchRule channelPackagesHaveNoCycles =
      slices().matching("dev.nines.channel.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyChannelSpeaksToTheWorld =
      noClasses()
          .that()
          .resideInAnyPackage("dev.nines.alerting", "dev.nines.incident..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.io..", "java.nio..", "java.util.concurrent..", "okhttp3..");

  @ArchTest
  static final ArchRule timeComesIn =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(InstantSource.class, "system");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.nines.(*)..").should().beFreeOfCycles();
}
