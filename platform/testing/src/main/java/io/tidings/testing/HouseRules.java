package io.tidings.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of the house, checked on a service's classes. A service takes them on with one class in
 * its root package: {@code class HouseRulesTest extends HouseRules {}}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {
  private static final Pattern EDGE =
      Pattern.compile(".*(GrpcEndpoint|Consumer|Events|Client|Wire)");
  private static final List<Class<?>> CLOCKS =
      List.of(
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class);

  private final String root = getClass().getPackageName();
  protected final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(root)
          .that(
              describe(
                  "are written by hand", type -> !outermost(type).getSimpleName().startsWith("$")));

  @Test
  void wireTypesStayAtTheEdge() {
    noClasses()
        .that(DescribedPredicate.not(describe("are at the edge", this::isAtTheEdge)))
        .should()
        .dependOnClassesThat(resideInAPackage("io.tidings.proto.."))
        .because(
            "only a *GrpcEndpoint, *Consumer, *Events, *Client or *Wire translates between wire and"
                + " domain")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void featuresAreFreeOfCycles() {
    slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void timeComesFromTheClockThatWasInjected() {
    var rule = noClasses().should().callMethod(System.class, "currentTimeMillis");
    for (Class<?> clock : CLOCKS) {
      rule = rule.orShould().callMethod(clock, "now");
    }
    rule.because("a test must be able to set the time").allowEmptyShould(true).check(classes);
  }

  @Test
  void collaboratorsComeThroughTheConstructor() {
    noFields()
        .should()
        .beAnnotatedWith("jakarta.inject.Inject")
        .orShould()
        .beAnnotatedWith("io.micronaut.context.annotation.Value")
        .because("what an object needs is in its constructor")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void arraysGoToTheDatabaseInItsBinaryForm() {
    noClasses()
        .should()
        .callMethodWhere(target(name("createArrayOf")))
        .because("io.tidings.columns.Columns makes arrays that PostgreSQL need not parse")
        .allowEmptyShould(true)
        .check(classes);
  }

  /** Whether a class may know the contracts. By its name, unless a module is an edge as a whole. */
  protected boolean isAtTheEdge(JavaClass type) {
    return EDGE.matcher(outermost(type).getSimpleName()).matches();
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRules::outermost).orElse(type);
  }
}
