package io.hydrant.server.firehose;

import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.util.List;

/// Takes records in: returns one RecordId for each, in order, once all of them are durable, or
/// refuses them all.
@FunctionalInterface
public interface Intake {
    List<String> put(DeliveryStream stream, List<byte[]> records) throws IOException;
}
