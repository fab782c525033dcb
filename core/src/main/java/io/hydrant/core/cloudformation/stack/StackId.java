package io.hydrant.core.cloudformation.stack;

/// The ARNs of stacks: `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`.
public final class StackId {
    private StackId() {}

    public static boolean isId(String nameOrId) {
        return nameOrId.startsWith("arn:");
    }

    public static String name(String id) {
        String[] parts = id.split("/", -1);
        return parts.length > 1 ? parts[1] : id;
    }
}
