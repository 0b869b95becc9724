package io.tidings.segment;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import io.tidings.segment.sql.Database;
import io.tidings.segment.verdict.VerdictQuery;
import io.tidings.testing.HouseRules;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HouseRulesTest extends HouseRules {

  @Test
  void whoDecidesForManySweeps() {
    classes()
        .that(describe("ask a VerdictQuery", HouseRulesTest::asksForVerdicts))
        .should()
        .callMethod(Database.class, "sweep", Supplier.class)
        .because("otherwise all events may be counted anew for each profile")
        .check(classes);
  }

  private static boolean asksForVerdicts(JavaClass type) {
    return type.getMethodCallsFromSelf().stream()
        .anyMatch(call ->
            call.getTargetOwner().isEquivalentTo(VerdictQuery.class)
                && !type.isEquivalentTo(VerdictQuery.class));
  }
}
