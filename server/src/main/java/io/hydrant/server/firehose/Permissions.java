package io.hydrant.server.firehose;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.Tag;
import io.hydrant.server.http.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks whether a caller may do what it asks for; a refusal is AccessDeniedException in AWS's
/// words.
final class Permissions {
    private final DeliveryStreams streams;
    private final Function<AuthorizationRequest, Decision> authorizer;

    Permissions(DeliveryStreams streams, Function<AuthorizationRequest, Decision> authorizer) {
        this.streams = streams;
        this.authorizer = authorizer;
    }

    /// For an action on a stream, which need not exist.
    void requireOnStream(Caller caller, String action, String streamName) {
        requireOnStream(caller, action, streamName, Map.of());
    }

    /// As above, with condition keys of this request.
    void requireOnStream(
            Caller caller, String action, String streamName, Map<String, List<String>> more) {
        Optional<DeliveryStream> stream = streams.find(streamName);
        Arn arn = stream.map(DeliveryStream::arn).orElseGet(() -> streams.arn(streamName));
        List<Tag> tags = stream.map(DeliveryStream::tags).orElse(List.of());
        require(caller, action, arn.toString(), arn.account(), context(caller, tags, more));
    }

    /// For an action that is on no resource in particular.
    void require(Caller caller, String action) {
        require(caller, action, "*", streams.arn("").account(), caller.context());
    }

    /// Whoever names a role for Firehose must be allowed to pass it on.
    void requirePassRole(Caller caller, String roleArn) {
        Map<String, List<String>> context = new HashMap<>(caller.context());
        context.put("iam:PassedToService", List.of("firehose.amazonaws.com"));
        require(caller, "iam:PassRole", roleArn, Arn.parse(roleArn).account(), context);
    }

    private void require(
            Caller caller,
            String action,
            String resource,
            String account,
            Map<String, List<String>> context) {
        AuthorizationRequest request =
                new AuthorizationRequest(
                        caller.principal(), action, resource, context, Optional.empty(), account);
        Decision decision = authorizer.apply(request);
        if (!decision.allowed()) {
            throw FirehoseError.ACCESS_DENIED.because(decision.explain(request, false));
        }
    }

    private static Map<String, List<String>> context(
            Caller caller, List<Tag> tags, Map<String, List<String>> more) {
        if (tags.isEmpty() && more.isEmpty()) {
            return caller.context();
        }
        Map<String, List<String>> context = new HashMap<>(caller.context());
        for (Tag tag : tags) {
            List<String> value = List.of(tag.value().orElse(""));
            context.put("aws:ResourceTag/" + tag.key(), value);
            context.put("firehose:ResourceTag/" + tag.key(), value);
        }
        context.putAll(more);
        return context;
    }
}
