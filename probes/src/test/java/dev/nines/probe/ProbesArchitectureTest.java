package dev.nines.probe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.nines.probe", importOptions = ImportOption.DoNotIncludeTests.class)
class ProbesArchitectureTest {
  @ArchTest
  static final ArchRule leansOnFewLibraries =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.nines.probe..",
              "java..",
              "javax.naming..",
              "javax.net..",
              "javax.security..",
              "okhttp3..",
              "okio..",
              "kotlin..", // what OkHttp's own signatures need
              "com.google.re2j..",
              "com.fasterxml.jackson.core..",
              "com.google.protobuf..", // CEL's null
              "org.conscrypt..",
              "dev.cel..",
              "com.jayway.jsonpath..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule celIsKnownInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nines.probe.cel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cel..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule conscryptIsKnownInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nines.probe.tls")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.conscrypt..");

  @ArchTest
  static final ArchRule jsonPathIsKnownToOneClass =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.nines\\.probe\\.json\\.JsonPathQuery(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.jayway.jsonpath..");

  @ArchTest
  static final ArchRule takesTimeFromOutside =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.nines.(**)").should().beFreeOfCycles();
}
