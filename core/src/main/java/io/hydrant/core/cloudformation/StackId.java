package io.hydrant.core.cloudformation;

/// The ARNs of stacks: `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`.
public final class StackId {
    private StackId() {}

    public static boolean isId(String nameOrId) {
        return nameOrId.startsWith("arn:");
    }

    static String name(String id) {
        String[] parts = id.split("/", -1);
        return parts.length > 1 ? parts[1] : id;
    }
}
