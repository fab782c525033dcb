package io.hydrant.server.firehose;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.server.http.protocol.JsonOperation;
import java.util.List;

/// The operations of `Firehose_20150804`.
public final class FirehoseOperations {
    private FirehoseOperations() {}

    public static List<JsonOperation> all(
            DeliveryStreams streams, Intake intake, Authorization authorizer) {
        FirehoseAccess permissions = new FirehoseAccess(streams, authorizer);
        Reception reception = new Reception(streams, permissions, intake);
        return List.of(
                new CreateDeliveryStream(streams, permissions),
                new DeleteDeliveryStream(streams, permissions),
                new DescribeDeliveryStream(streams, permissions),
                new ListDeliveryStreams(streams, permissions),
                new ListTagsForDeliveryStream(streams, permissions),
                new PutRecord(reception),
                new PutRecordBatch(reception),
                new StartDeliveryStreamEncryption(streams, permissions),
                new StopDeliveryStreamEncryption(streams, permissions),
                new TagDeliveryStream(streams, permissions),
                new UntagDeliveryStream(streams, permissions),
                new UpdateDestination(streams, permissions));
    }
}
