package io.hydrant.core.iam;

import java.util.Optional;

/// Checks of policy documents that others keep.
public final class Policies {
    private Policies() {}

    /// What is wrong with a bucket's policy; empty when nothing is. A policy that could not be read
    /// when a request comes would refuse everything, so it is never stored.
    public static Optional<String> checkResourcePolicy(String document) {
        try {
            for (Statement statement : PolicyDocument.parse(document).statements()) {
                if (statement.principals().isEmpty()) {
                    return Optional.of("Missing required field Principal");
                }
                if (statement.resources().isEmpty()) {
                    return Optional.of("Missing required field Resource");
                }
                if (statement.actions().patterns().isEmpty()) {
                    return Optional.of("Missing required field Action");
                }
                if (!statement.actions().patterns().stream().allMatch(Policies::isS3Action)) {
                    return Optional.of("Policy has invalid action");
                }
                if (!statement.resources().get().patterns().stream()
                        .allMatch(Policies::isResource)) {
                    return Optional.of("Policy has invalid resource");
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("Invalid policy syntax.");
        }
    }

    private static boolean isS3Action(String action) {
        return action.equals("*") || action.matches("(?i)s3:[a-z*?]+");
    }

    private static boolean isResource(String resource) {
        return resource.equals("*") || resource.startsWith("arn:aws:s3:::");
    }
}
