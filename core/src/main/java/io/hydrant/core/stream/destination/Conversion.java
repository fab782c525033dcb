package io.hydrant.core.stream.destination;

import java.util.Optional;

/// The data format conversion of a destination: records are read by a deserializer, given the
/// columns of a table, and written by a serializer. What was not given is empty, because it is not
/// shown either; only one of each is chosen where the conversion is switched on.
public record Conversion(
        Optional<Boolean> enabled,
        Optional<Schema> schema,
        Optional<Input> input,
        Optional<Output> output) {

    /// Unlike that of other blocks, an absent member means that it is.
    public boolean isEnabled() {
        return enabled.orElse(true);
    }

    /// The table of AWS Glue whose columns count.
    public record Schema(
            Optional<String> roleArn,
            Optional<String> catalogId,
            Optional<String> databaseName,
            Optional<String> tableName,
            Optional<String> region,
            Optional<String> versionId) {}

    public record Input(Optional<Deserializer> deserializer) {}

    public record Output(Optional<Serializer> serializer) {}
}
