package io.hydrant.core.stream.request;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.Source;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.document.S3Document;
import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A stream as DescribeDeliveryStream shows it.
public final class StreamDescription {
    private StreamDescription() {}

    /// The DeliveryStreamDescription.
    public static ObjectNode of(DeliveryStream stream) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("DeliveryStreamName", stream.name());
        description.put("DeliveryStreamARN", stream.arn().toString());
        description.put("DeliveryStreamStatus", stream.status().name());
        describe(stream.source(), description);
        description.put("VersionId", Integer.toString(stream.version()));
        description.put("CreateTimestamp", epochSeconds(stream.created()));
        stream.lastUpdated()
                .ifPresent(at -> description.put("LastUpdateTimestamp", epochSeconds(at)));
        ObjectNode destination = description.putArray("Destinations").addObject();
        destination.put("DestinationId", DeliveryStream.DESTINATION_ID);
        describe(stream.destination(), destination);
        description.put("HasMoreDestinations", false);
        return description;
    }

    /// What DirectPut brings is never encrypted at rest, and has a Source only for its hint.
    private static void describe(Source source, ObjectNode stream) {
        switch (source) {
            case Source.DirectPut directPut -> {
                stream.putObject("DeliveryStreamEncryptionConfiguration").put("Status", "DISABLED");
                directPut
                        .throughputHintMebibytes()
                        .ifPresent(hint ->
                                stream.putObject("Source")
                                        .putObject("DirectPutSourceDescription")
                                        .put("ThroughputHintInMBs", hint));
            }
        }
        stream.put("DeliveryStreamType", SourceType.of(source).wireName());
    }

    /// An S3 destination is shown as both, whichever it was created as.
    private static void describe(Destination destination, ObjectNode description) {
        switch (destination) {
            case ExtendedS3Destination s3 -> {
                description.set("S3DestinationDescription", S3Document.write(s3.objects()));
                description.set("ExtendedS3DestinationDescription", extended(s3));
            }
        }
    }

    private static ObjectNode extended(ExtendedS3Destination destination) {
        ObjectNode description = S3Document.write(destination);
        JsonNode backup = description.remove("S3BackupConfiguration");
        if (backup != null) {
            description.set("S3BackupDescription", backup);
        }
        return description;
    }

    private static BigDecimal epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
