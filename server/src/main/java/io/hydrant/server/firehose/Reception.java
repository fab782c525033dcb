package io.hydrant.server.firehose;

import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.Source;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// The way in that both puts share, once they are read: authorised, checked, handed in, counted.
record Reception(
        DeliveryStreams streams, FirehoseAccess permissions, Intake intake, Meters meters) {
    /// @param name of the request, if it names itself
    /// @param began when the request was whole, as [Meters#now] told
    IssuedIds take(
            Caller caller, Put put, PutRequest request, Optional<RequestName> name, long began)
            throws IOException {
        DeliveryStream stream = admitted(caller, put, request);
        return handIn(stream, put, request.records().named(name), began);
    }

    /// The stream that the request may be put into.
    DeliveryStream admitted(Caller caller, Put put, PutRequest request) {
        permissions.requireOnStream(caller, put.action(), request.streamName());
        if (request.records().payloadBytes() > PutRequest.REQUEST_BYTES_MAX) {
            throw FirehoseError.INVALID_ARGUMENT.because("Records size exceeds 4 MB limit");
        }
        return streams.active(request.streamName());
    }

    IssuedIds handIn(DeliveryStream stream, Put put, RecordBatch records, long began)
            throws IOException {
        IssuedIds ids =
                switch (stream.source()) {
                    case Source.DirectPut directPut -> intake.put(stream, records);
                };
        put.count(meter(stream), records, meters.microsSince(began));
        return ids;
    }

    StreamMeter meter(DeliveryStream stream) {
        return meters.of(stream.logId(), stream.name());
    }

    /// Counts a request of which nothing was taken.
    ///
    /// @param streamName if it is known
    void refused(Optional<String> streamName, String code) {
        StreamMeter meter =
                streamName.flatMap(streams::find).map(this::meter).orElseGet(meters::ofNoStream);
        meter.count(Figure.REFUSED_REQUESTS);
        meter.refusals().add(code);
    }
}
