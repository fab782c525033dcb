package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.RequestKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The condition keys that Firehose and its streams give to questions about them.
public final class StreamKeys {
    /// Firehose itself, when it assumes a role or is given one.
    static final String SERVICE = "firehose.amazonaws.com";

    private StreamKeys() {}

    /// Of every question about a delivery stream: its tags.
    public static RequestKeys of(DeliveryStream stream) {
        if (stream.tags().isEmpty()) {
            return RequestKeys.NONE;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        stream.tags().forEach(tag -> tags.put(tag.key(), tag.value().orElse("")));
        return RequestKeys.ofTags("aws:ResourceTag/", tags)
                .and(RequestKeys.ofTags("firehose:ResourceTag/", tags));
    }

    /// Of the question whether Firehose may assume a role for a stream: the account is the external
    /// id.
    static RequestKeys ofAssuming(Arn stream) {
        return RequestKeys.of(
                Map.of(
                        "sts:ExternalId", List.of(stream.account()),
                        "aws:SourceAccount", List.of(stream.account()),
                        "aws:SourceArn", List.of(stream.toString())));
    }

    /// Of the question whether somebody may pass a role on to Firehose for a stream.
    public static RequestKeys ofPassing(Arn stream) {
        return RequestKeys.of(
                Map.of(
                        "iam:PassedToService", List.of(SERVICE),
                        "iam:AssociatedResourceArn", List.of(stream.toString())));
    }
}
