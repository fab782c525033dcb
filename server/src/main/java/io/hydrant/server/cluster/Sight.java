package io.hydrant.server.cluster;

import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What this process knows of streams by itself.
///
/// @param meters what failed in processing, since the start
public record Sight(DeliveryEngine engine, Meters meters) {
    /// A stream of a server that shares it with no other.
    public Seen here(DeliveryStream stream) {
        Map<String, Seen> all = new LinkedHashMap<>();
        reports(stream).forEach((log, report) -> all.put(log, Seen.here(Optional.of(report))));
        return all.isEmpty() ? Seen.here(Optional.empty()) : Seen.together(all);
    }

    /// By the ids of the stream's logs. Whatever failed in processing is told with the first.
    Map<String, StreamReport> reports(DeliveryStream stream) {
        Map<String, StreamReport> all = new LinkedHashMap<>();
        engine.statusOfLogs(stream).forEach((log, status) -> all.put(log, report(stream, status)));
        return all;
    }

    private StreamReport report(DeliveryStream stream, StreamStatus status) {
        return StreamReport.of(stream, status, meters);
    }
}
