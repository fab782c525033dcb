package io.hydrant.server.metrics;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.RequestMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// `/_hydrant/metrics`: all figures, for Prometheus. What the text is made with is loaded when
/// somebody asks.
///
/// @param streamsMax how many streams have series of their own
/// @param doors who may come in without a signature
/// @param node how the server stands among others, where there may be some
public record MetricsPage(
        Meters meters,
        RequestMeter requests,
        DeliveryStreams streams,
        DeliveryEngine engine,
        Authorization authorizer,
        MetricsDoors doors,
        Path data,
        int streamsMax,
        IntSupplier connections,
        String version,
        Supplier<Optional<NodeFigures>> node,
        InstantSource clock)
        implements HydrantPage {
    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public boolean isOpenTo(RequestHead head) {
        return doors.bearsToken(head) || doors.isOpenTo(head);
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) throws IOException {
        require(head, caller);
        List<DeliveryStream> inOrder = new ArrayList<>(streams.all());
        inOrder.sort(
                Comparator.comparing(DeliveryStream::created).thenComparing(DeliveryStream::name));
        StreamFamilies ofStreams = new StreamFamilies(meters, clock.instant());
        ofStreams.add(inOrder, streamsMax, engine);
        List<Family> all =
                new ArrayList<>(
                        ProcessFamilies.of(
                                data, requests, meters.forces(), connections.getAsInt(), version));
        node.get().map(NodeFamilies::of).ifPresent(all::addAll);
        all.addAll(ofStreams.all());
        Exposition text = Exposition.of(all, head.headers().get("Accept"));
        return new Reply(200, text.contentType(), text.body());
    }

    private void require(RequestHead head, Optional<Caller> caller) {
        if (doors.bearsToken(head)) {
            doors.requireToken(head);
        } else if (caller.isPresent()) {
            authorizer.require(
                    caller.get()
                            .asks(
                                    "hydrant:GetMetrics",
                                    "*",
                                    RequestKeys.NONE,
                                    streams.arn("").account()),
                    FirehoseError.ACCESS_DENIED);
        } else if (!doors.isOpenTo(head)) {
            throw new ServiceException(
                            401,
                            "MissingAuthenticationTokenException",
                            "Metrics are shown to callers who sign and may hydrant:GetMetrics, and to whoever sends the token"
                                    + " of --metrics-token.")
                    .withHeader("WWW-Authenticate", "Bearer");
        }
    }
}
