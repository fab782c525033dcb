package io.hydrant.core.ssm;

import java.util.Map;
import java.util.Optional;

/// What somebody wants a parameter to be. What it does not say stays as it is, where there is a
/// parameter already.
///
/// @param tier one of [ParameterTier], or [ParameterTier#INTELLIGENT]
/// @param tags of a new parameter
public record ParameterDraft(
        String name,
        Optional<String> kind,
        String value,
        Optional<String> keyId,
        Optional<String> description,
        Optional<String> allowedPattern,
        Optional<String> tier,
        Optional<String> dataType,
        Map<String, String> tags) {
    public ParameterDraft {
        name = name.strip();
        tags = Map.copyOf(tags);
    }
}
