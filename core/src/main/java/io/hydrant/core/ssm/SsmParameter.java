package io.hydrant.core.ssm;

import io.hydrant.core.iam.RequestKeys;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A parameter as it is now.
///
/// @param mark tells it from another that has had its name
public record SsmParameter(
        String name, String mark, ParameterVersion latest, SequencedMap<String, String> tags) {
    static final int TAGS_MAX = 50;

    public SsmParameter {
        tags = Collections.unmodifiableSequencedMap(new TreeMap<>(tags));
    }

    /// The condition keys that questions about it bring.
    public RequestKeys keys() {
        return RequestKeys.ofTags("aws:ResourceTag/", tags)
                .and(RequestKeys.ofTags("ssm:resourceTag/", tags));
    }
}
