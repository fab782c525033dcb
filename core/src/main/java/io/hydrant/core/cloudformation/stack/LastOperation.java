package io.hydrant.core.cloudformation.stack;

/// The operation that a stack was last given, as DescribeStacks shows it.
public record LastOperation(Type type, String id) {

    /// As AWS names it.
    public enum Type {
        CREATE_STACK,
        UPDATE_STACK,
        DELETE_STACK,
        CONTINUE_ROLLBACK
    }
}
