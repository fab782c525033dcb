package io.hydrant.core.stream.request;

import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.document.S3Document;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The blocks of both S3 destinations: they configure the same one.
record S3Block(Structure configuration, Structure update) implements DestinationBlock {
    /// Knows fewer members.
    static final S3Block PLAIN = new S3Block(S3Shapes.S3_CONFIGURATION, S3Shapes.S3_UPDATE);

    static final S3Block EXTENDED =
            new S3Block(S3Shapes.EXTENDED_S3_CONFIGURATION, S3Shapes.EXTENDED_S3_UPDATE);

    @Override
    public Destination read(
            ObjectNode configuration,
            String streamName,
            Instant now,
            Optional<Destination> current) {
        S3Rules.check(configuration, streamName, now, current.map(S3Block::s3));
        return S3Document.read(configuration);
    }

    @Override
    public Destination change(
            Destination current, ObjectNode update, String streamName, Instant now) {
        ExtendedS3Destination present = s3(current);
        ObjectNode merged = merge(S3Document.write(present), update);
        PartitioningRules.checkChange(
                present.isPartitioned(),
                merged.path("DynamicPartitioningConfiguration").path("Enabled").asBoolean(false));
        S3Rules.check(merged, streamName, now, Optional.of(present));
        return S3Document.read(merged);
    }

    private static ExtendedS3Destination s3(Destination destination) {
        return switch (destination) {
            case ExtendedS3Destination s3 -> s3;
        };
    }

    /// A block is replaced as a whole, except those whose members AWS merges one by one.
    private static ObjectNode merge(ObjectNode current, ObjectNode update) {
        ObjectNode merged = current.deepCopy();
        update.properties()
                .forEach(member -> {
                    JsonNode value = member.getValue();
                    switch (member.getKey()) {
                        case "BufferingHints", "DataFormatConversionConfiguration" ->
                                mergeInto(merged, member.getKey(), value);
                        case "S3BackupUpdate" -> mergeInto(merged, "S3BackupConfiguration", value);
                        default -> merged.set(member.getKey(), value);
                    }
                });
        return merged;
    }

    private static void mergeInto(ObjectNode merged, String block, JsonNode update) {
        ObjectNode target = merged.withObjectProperty(block);
        update.properties()
                .forEach(member -> {
                    switch (member.getKey()) {
                        case "SchemaConfiguration", "BufferingHints" ->
                                mergeInto(target, member.getKey(), member.getValue());
                        default -> target.set(member.getKey(), member.getValue());
                    }
                });
    }
}
