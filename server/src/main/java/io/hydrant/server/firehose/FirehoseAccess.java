package io.hydrant.server.firehose;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.core.stream.request.PassedRoles;
import io.hydrant.server.http.protocol.Caller;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Asks whether a caller may do what it asks for; a refusal is AccessDeniedException in AWS's
/// words.
final class FirehoseAccess {
    private final DeliveryStreams streams;
    private final Authorization authorizer;

    FirehoseAccess(DeliveryStreams streams, Authorization authorizer) {
        this.streams = streams;
        this.authorizer = authorizer;
    }

    /// For an action on a stream, which need not exist.
    void requireOnStream(Caller caller, String action, String streamName) {
        requireOnStream(caller, action, streamName, RequestKeys.NONE);
    }

    /// As above, with condition keys of this request.
    void requireOnStream(Caller caller, String action, String streamName, RequestKeys more) {
        Optional<DeliveryStream> stream = streams.find(streamName);
        Arn arn = stream.map(DeliveryStream::arn).orElseGet(() -> streams.arn(streamName));
        RequestKeys keys = stream.map(StreamKeys::of).map(more::and).orElse(more);
        require(caller, action, arn.toString(), arn.account(), keys);
    }

    /// For an action that is on no resource in particular.
    void require(Caller caller, String action) {
        require(caller, action, "*", streams.arn("").account(), RequestKeys.NONE);
    }

    /// Whoever names roles for Firehose must be allowed to pass on each of them.
    void requirePassRoles(Caller caller, ObjectNode request, String streamName) {
        PassedRoles.of(request, streams.arn(streamName).account())
                .forEach(role -> requirePassRole(caller, role, streamName));
    }

    private void requirePassRole(Caller caller, String roleArn, String streamName) {
        RequestKeys keys = StreamKeys.ofPassing(streams.arn(streamName));
        require(caller, "iam:PassRole", roleArn, Arn.parse(roleArn).account(), keys);
    }

    private void require(
            Caller caller, String action, String resource, String account, RequestKeys keys) {
        authorizer.require(
                caller.asks(action, resource, keys, account), FirehoseError.ACCESS_DENIED);
    }
}
