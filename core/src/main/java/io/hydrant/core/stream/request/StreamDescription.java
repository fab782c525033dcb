package io.hydrant.core.stream.request;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.KeyTrouble;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.LogEncryption.Status;
import io.hydrant.core.stream.Source;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.document.S3Document;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A stream as DescribeDeliveryStream shows it.
public final class StreamDescription {
    private StreamDescription() {}

    /// The DeliveryStreamDescription.
    public static ObjectNode of(DeliveryStream stream) {
        return of(stream, Optional.empty());
    }

    /// The same of a stream whose key may not be usable.
    ///
    /// @param trouble what is wrong with the stream's key
    public static ObjectNode of(DeliveryStream stream, Optional<KeyTrouble> trouble) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("DeliveryStreamName", stream.name());
        description.put("DeliveryStreamARN", stream.arn().toString());
        description.put("DeliveryStreamStatus", stream.status().name());
        describe(stream, trouble, description);
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

    /// DirectPut has a Source only for its hint.
    private static void describe(
            DeliveryStream of, Optional<KeyTrouble> trouble, ObjectNode stream) {
        switch (of.source()) {
            case Source.DirectPut directPut -> {
                describe(
                        of.encryption(),
                        trouble,
                        stream.putObject("DeliveryStreamEncryptionConfiguration"));
                directPut
                        .throughputHintMebibytes()
                        .ifPresent(hint ->
                                stream.putObject("Source")
                                        .putObject("DirectPutSourceDescription")
                                        .put("ThroughputHintInMBs", hint));
            }
        }
        stream.put("DeliveryStreamType", SourceType.of(of.source()).wireName());
    }

    /// A key that cannot be used leaves the stream encrypted.
    private static void describe(
            Optional<LogEncryption> encryption,
            Optional<KeyTrouble> trouble,
            ObjectNode described) {
        if (encryption.isEmpty() || !encryption.get().isOn()) {
            described.put(
                    "Status", encryption.map(LogEncryption::status).orElse(Status.DISABLED).name());
            return;
        }
        LogEncryption on = encryption.get();
        on.keyArn().ifPresent(key -> described.put("KeyARN", key));
        described.put("KeyType", on.keyType().name());
        described.put("Status", on.status().name());
        trouble.ifPresent(why ->
                described
                        .putObject("FailureDescription")
                        .put("Type", why.failureType())
                        .put("Details", why.text()));
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
