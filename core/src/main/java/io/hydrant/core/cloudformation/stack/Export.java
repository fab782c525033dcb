package io.hydrant.core.cloudformation.stack;

/// A value that a stack gives to other stacks under a name.
public record Export(String name, String stackId, String value) {}
