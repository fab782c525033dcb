package io.hydrant.server;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.server.cluster.Cluster;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// `POST /_hydrant/streams/NAME/flush`: has everything delivered now that the stream holds,
/// whatever its buffering hints say. For whoever may `hydrant:FlushDeliveryStream` on the stream.
/// It answers at once, with 202; how far delivery is, the status page tells.
///
/// `POST /_hydrant/streams/flush?stream=NAME` is the same: browsers and others take the parts `.`
/// and `..` out of every path, and a stream may be called so.
final class FlushPage implements HydrantPage {
    static final String ACTION = "hydrant:FlushDeliveryStream";

    private static final String BEFORE = "/_hydrant/streams/";
    private static final String AFTER = "/flush";
    private static final String BY_QUERY = "/_hydrant/streams/flush";

    /// Beside names that begin so, which belong to a signature, every parameter means something.
    private static final String OF_SIGNATURES = "X-Amz-";

    private final DeliveryStreams streams;
    private final DeliveryEngine engine;
    private final Authorizer authorizer;
    private final Optional<Cluster> cluster;

    FlushPage(
            DeliveryStreams streams,
            DeliveryEngine engine,
            Authorizer authorizer,
            Optional<Cluster> cluster) {
        this.streams = streams;
        this.engine = engine;
        this.authorizer = authorizer;
        this.cluster = cluster;
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
        String name = streamName(head);
        requireOn(name, who);
        flush(streams.existing(name));
        return Reply.json(202, "{}\n");
    }

    /// Here, or by the node that delivers it.
    private void flush(DeliveryStream stream) {
        if (cluster.isEmpty()) {
            engine.flush(stream.name());
            return;
        }
        try {
            cluster.get().flush(stream);
        } catch (IOException e) {
            throw new ServiceException(
                    503,
                    "ServiceUnavailable",
                    "%s is delivered elsewhere, too, which could not be told: %s"
                            .formatted(stream.name(), e.getMessage()));
        }
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

    private static String streamName(RequestHead head) {
        String path = head.rawPath();
        String name = path.equals(BY_QUERY) ? inQuery(head.rawQuery()) : inPath(path);
        if (!name.matches("[a-zA-Z0-9_.-]{1,64}")) {
            throw new ServiceException(
                    404,
                    "NotFound",
                    "There is no page "
                            + path
                            + ". Try POST /_hydrant/streams/NAME/flush, or /_hydrant/streams/flush?stream=NAME");
        }
        return name;
    }

    /// No character that a stream's name may have is written otherwise in a path.
    private static String inPath(String path) {
        boolean isWhole = path.endsWith(AFTER) && path.length() > BEFORE.length() + AFTER.length();
        return isWhole ? path.substring(BEFORE.length(), path.length() - AFTER.length()) : "";
    }

    /// Nothing, unless one stream is named and nothing else is asked for.
    private static String inQuery(String rawQuery) {
        List<String> asked =
                Stream.of(rawQuery.split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !pair.startsWith(OF_SIGNATURES))
                        .toList();
        return asked.size() == 1 && asked.getFirst().startsWith("stream=")
                ? PercentEncoding.decodeForm(asked.getFirst().substring("stream=".length()))
                : "";
    }
}
