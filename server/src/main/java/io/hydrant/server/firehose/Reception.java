package io.hydrant.server.firehose;

import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.Source;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// The way in that both puts share, once they are read: authorised, checked, handed in.
record Reception(DeliveryStreams streams, FirehoseAccess permissions, Intake intake) {
    /// @param name of the request, if it names itself
    IssuedIds take(Caller caller, String action, PutRequest request, Optional<RequestName> name)
            throws IOException {
        DeliveryStream stream = admitted(caller, action, request);
        return handIn(stream, request.records().named(name));
    }

    /// The stream that the request may be put into.
    DeliveryStream admitted(Caller caller, String action, PutRequest request) {
        permissions.requireOnStream(caller, action, request.streamName());
        if (request.records().payloadBytes() > PutRequest.REQUEST_BYTES_MAX) {
            throw FirehoseError.INVALID_ARGUMENT.because("Records size exceeds 4 MB limit");
        }
        return streams.active(request.streamName());
    }

    IssuedIds handIn(DeliveryStream stream, RecordBatch records) throws IOException {
        return switch (stream.source()) {
            case Source.DirectPut directPut -> intake.put(stream, records);
        };
    }
}
