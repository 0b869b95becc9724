package io.tidings.gateway.json;

/**
 * Why a JSON value that can be read cannot be kept.
 *
 * @param field path of the value at fault, as in {@code recipients[0].userId}; empty for the whole
 * @param reason what was offered, what is allowed; begins in the middle of a sentence
 */
public record Defect(String field, String reason) {}
