package io.zmqspring.sample;

/**
 * The answer to something that is no order: <code>{"error":"quantity must be at least 1"}</code>.
 *
 * @param error what is wrong with it
 */
public record Refusal(String error) {}
