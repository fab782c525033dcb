package io.hydrant.server.firehose;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.StreamThrottle;
import io.hydrant.server.http.protocol.JsonOperation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The operations of `Firehose_20150804`.
public final class FirehoseOperations {
    private FirehoseOperations() {}

    /// Without any quotas.
    public static List<JsonOperation> all(
            DeliveryStreams streams, Intake intake, Authorization authorizer, Meters meters) {
        FirehoseAccess permissions = new FirehoseAccess(streams, authorizer);
        Reception reception = new Reception(streams, permissions, intake, meters);
        List<JsonOperation> all = new ArrayList<>(onStreams(streams, permissions));
        all.add(new PutRecord(reception));
        all.add(new PutRecordBatch(reception));
        return all;
    }

    /// With AWS's quotas: of a stream's throughput, and of calls of each operation.
    public static List<JsonOperation> withQuotas(
            DeliveryStreams streams,
            Intake intake,
            Authorization authorizer,
            Meters meters,
            InstantSource clock) {
        FirehoseAccess permissions = new FirehoseAccess(streams, authorizer);
        QuotaReception reception =
                new QuotaReception(
                        new Reception(streams, permissions, intake, meters),
                        new StreamThrottle(streams.region(), clock));
        List<JsonOperation> all = new ArrayList<>();
        for (JsonOperation operation : onStreams(streams, permissions)) {
            all.add(new RateLimited(operation, clock));
        }
        all.add(new QuotaPutRecord(reception));
        all.add(new QuotaPutRecordBatch(reception));
        return all;
    }

    private static List<JsonOperation> onStreams(
            DeliveryStreams streams, FirehoseAccess permissions) {
        return List.of(
                new CreateDeliveryStream(streams, permissions),
                new DeleteDeliveryStream(streams, permissions),
                new DescribeDeliveryStream(streams, permissions),
                new ListDeliveryStreams(streams, permissions),
                new ListTagsForDeliveryStream(streams, permissions),
                new StartDeliveryStreamEncryption(streams, permissions),
                new StopDeliveryStreamEncryption(streams, permissions),
                new TagDeliveryStream(streams, permissions),
                new UntagDeliveryStream(streams, permissions),
                new UpdateDestination(streams, permissions));
    }
}
