package io.hydrant.core.stream.document;

import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A destination of any kind as the catalog keeps it. An S3 destination is its [S3Document] itself,
/// as it was before there were others: what another kind writes must say which it is.
public final class DestinationDocument {
    private DestinationDocument() {}

    /// The destination that was written, by this version or an older one.
    public static Destination read(JsonNode stored) {
        return S3Document.read(stored);
    }

    public static ObjectNode write(Destination destination) {
        return switch (destination) {
            case ExtendedS3Destination s3 -> S3Document.write(s3);
        };
    }
}
