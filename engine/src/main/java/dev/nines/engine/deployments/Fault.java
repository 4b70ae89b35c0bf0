package dev.nines.engine.deployments;

/**
 * What is wrong with what is told of a deployment, though it can be read.
 *
 * @param field its key, such as {@code finishedAt}
 * @param message what was expected
 */
public record Fault(String field, String message) {}
