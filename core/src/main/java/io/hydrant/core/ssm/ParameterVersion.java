package io.hydrant.core.ssm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a parameter is, or was, in one of its versions.
///
/// @param value as it is kept: that of a SecureString is encrypted
/// @param keyId the key of a SecureString, as whoever wrote it named it
/// @param modifiedBy the ARN of whoever wrote it
public record ParameterVersion(
        String name,
        long version,
        ParameterKind kind,
        String value,
        Optional<String> keyId,
        Optional<String> description,
        Optional<String> allowedPattern,
        ParameterTier tier,
        Instant modified,
        String modifiedBy,
        List<String> labels) {
    public static final String DATA_TYPE = "text";
    static final int LABELS_MAX = 10;

    public ParameterVersion {
        labels = List.copyOf(labels);
    }

    public boolean isSecure() {
        return kind == ParameterKind.SECURE_STRING;
    }

    /// The same with another value: in clear, or encrypted.
    ParameterVersion withValue(String other) {
        return new ParameterVersion(
                name,
                version,
                kind,
                other,
                keyId,
                description,
                allowedPattern,
                tier,
                modified,
                modifiedBy,
                labels);
    }

    ParameterVersion labelled(List<String> others) {
        return new ParameterVersion(
                name,
                version,
                kind,
                value,
                keyId,
                description,
                allowedPattern,
                tier,
                modified,
                modifiedBy,
                others);
    }
}
