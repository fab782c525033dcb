package io.hydrant.server;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.util.Optional;
import java.util.Set;

/// `POST /_hydrant/streams/NAME/flush`: has everything delivered now that the stream holds,
/// whatever its buffering hints say. For whoever may `hydrant:FlushDeliveryStream` on the stream.
/// It answers at once, with 202; how far delivery is, the status page tells.
final class FlushPage implements HydrantPage {
    static final String ACTION = "hydrant:FlushDeliveryStream";

    private static final String BEFORE = "/_hydrant/streams/";
    private static final String AFTER = "/flush";

    private final DeliveryStreams streams;
    private final DeliveryEngine engine;
    private final Authorizer authorizer;

    FlushPage(DeliveryStreams streams, DeliveryEngine engine, Authorizer authorizer) {
        this.streams = streams;
        this.engine = engine;
        this.authorizer = authorizer;
    }

    @Override
    public String name() {
        return "streams/";
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        Caller who = caller.orElseThrow(FlushPage::unsigned);
        String name = streamName(head.rawPath());
        requireOn(name, who);
        streams.existing(name);
        engine.flush(name);
        return Reply.json(202, "{}\n");
    }

    private static ServiceException unsigned() {
        return new ServiceException(
                403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    private void requireOn(String name, Caller who) {
        Optional<DeliveryStream> stream = streams.find(name);
        RequestKeys keys = stream.map(StreamKeys::of).orElse(RequestKeys.NONE);
        authorizer.require(
                who.asks(
                        ACTION,
                        stream.map(DeliveryStream::arn)
                                .orElseGet(() -> streams.arn(name))
                                .toString(),
                        keys,
                        streams.arn(name).account()),
                FirehoseError.ACCESS_DENIED);
    }

    /// No character that a stream's name may have is written otherwise in a path.
    private static String streamName(String path) {
        boolean isWhole = path.endsWith(AFTER) && path.length() > BEFORE.length() + AFTER.length();
        String name =
                isWhole ? path.substring(BEFORE.length(), path.length() - AFTER.length()) : "";
        if (!name.matches("[a-zA-Z0-9_.-]{1,64}")) {
            throw new ServiceException(
                    404,
                    "NotFound",
                    "There is no page " + path + ". Try POST /_hydrant/streams/NAME/flush");
        }
        return name;
    }
}
