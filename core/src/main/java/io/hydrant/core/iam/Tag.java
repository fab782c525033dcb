package io.hydrant.core.iam;

/// A label on a role, user or policy.
public record Tag(String key, String value) {}
