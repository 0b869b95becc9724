package io.tidings.segment.verdict;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One condition as two SQL expressions: what {@link Decision} computes in memory, by the same
 * rules.
 *
 * @param member whether it holds
 * @param due before when the passing of time does not change it
 */
record Term(String member, String due) {
  static final String NEVER = Long.toString(Verdict.NEVER);

  static Term constant(String member) {
    return new Term(member, NEVER);
  }

  static Term all(List<Term> terms) {
    String member = joined(terms, " AND ");
    return new Term(member, due(member, terms, "NOT "));
  }

  static Term any(List<Term> terms) {
    String member = joined(terms, " OR ");
    return new Term(member, due("NOT " + member, terms, ""));
  }

  static Term none(List<Term> terms) {
    Term any = any(terms);
    return new Term("(NOT " + any.member + ")", any.due);
  }

  /**
   * The earliest change of any term where each could turn the whole; else the latest change of
   * those that must all turn first.
   */
  private static String due(String eachCouldTurnIt, List<Term> terms, String mustTurn) {
    Predicate<Term> changes = term -> !term.due.equals(NEVER);
    if (terms.stream().noneMatch(changes)) {
      return NEVER;
    }
    String earliest =
        terms.stream()
            .filter(changes)
            .map(Term::due)
            .collect(Collectors.joining(", ", "least(", ")"));
    String latest =
        terms.stream()
            .map(term ->
                "CASE WHEN %s%s THEN %s ELSE 0 END".formatted(mustTurn, term.member, term.due))
            .collect(Collectors.joining(", ", "greatest(", ")"));
    return "CASE WHEN %s THEN %s ELSE %s END".formatted(eachCouldTurnIt, earliest, latest);
  }

  private static String joined(List<Term> terms, String operator) {
    return terms.stream().map(Term::member).collect(Collectors.joining(operator, "(", ")"));
  }
}
