package io.hydrant.server.firehose;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.StreamThrottle;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/// The way in where AWS's quotas are imposed: of a request the stream takes what its quota has
/// left.
record QuotaReception(Reception reception, StreamThrottle throttle) {
    long now() {
        return reception.meters().now();
    }

    /// What became of a request.
    ///
    /// @param taken indexes of the records that were taken, at least one
    /// @param ids of these, in their order
    record Taken(BitSet taken, IssuedIds ids) {}

    /// @throws io.hydrant.aws.ServiceException ServiceUnavailableException when nothing may be
    ///   taken
    Taken take(Caller caller, Put put, PutRequest request, Optional<RequestName> name, long began)
            throws IOException {
        DeliveryStream stream = reception.admitted(caller, put, request);
        return take(stream, put, request, name, began);
    }

    private Taken take(
            DeliveryStream stream,
            Put put,
            PutRequest request,
            Optional<RequestName> name,
            long began)
            throws IOException {
        RecordBatch records = request.records();
        boolean isWhole = name.map(QuotaReception::isTakenWhole).orElse(false);
        BitSet taken = throttle.admit(stream, records, isWhole);
        int left = records.recordCount() - taken.cardinality();
        if (left > 0) {
            reception.meter(stream).count(Figure.THROTTLED_RECORDS, left);
        }
        if (taken.isEmpty()) {
            throw FirehoseError.SERVICE_UNAVAILABLE.because("Slow down.");
        }
        RecordBatch fitting = left == 0 ? records.named(name) : records.only(taken);
        return new Taken(taken, reception.handIn(stream, put, fitting, began));
    }

    /// A part of a request is another request than the one that was named: so those that may have
    /// been taken before are never divided.
    private static boolean isTakenWhole(RequestName name) {
        return switch (name) {
            case ClientToken token -> true;
            case Invocation invocation -> invocation.isRepeat();
        };
    }
}
