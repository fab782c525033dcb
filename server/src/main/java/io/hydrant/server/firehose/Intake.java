package io.hydrant.server.firehose;

import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.IssuedIds;
import java.io.IOException;

/// Takes records in: returns one RecordId for each, in order, once all of them are durable, or
/// refuses them all. A request that names itself is taken once.
@FunctionalInterface
public interface Intake {
    IssuedIds put(DeliveryStream stream, RecordBatch records) throws IOException;
}
