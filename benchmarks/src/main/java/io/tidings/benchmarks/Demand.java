package io.tidings.benchmarks;

/**
 * What is asked of a figure.
 *
 * @param text for people, like {@code at least 10,000}
 */
record Demand(String text, boolean met) {}
