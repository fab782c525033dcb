package io.hydrant.server.firehose;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.IssuedIds;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes records in: returns one RecordId for each, in order, once all of them are durable, or
/// refuses them all. A request that names itself with a token is taken once.
@FunctionalInterface
public interface Intake {
    IssuedIds put(DeliveryStream stream, RecordBatch records, @Nullable ClientToken token)
            throws IOException;
}
