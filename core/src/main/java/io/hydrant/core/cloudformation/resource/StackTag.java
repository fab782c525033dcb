package io.hydrant.core.cloudformation.resource;

/// A label on a stack, and on those of its resources that can have one.
public record StackTag(String key, String value) {}
