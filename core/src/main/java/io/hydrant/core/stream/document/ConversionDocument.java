package io.hydrant.core.stream.document;

import io.hydrant.core.stream.destination.Conversion;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.core.stream.destination.Deserializer.HiveJson;
import io.hydrant.core.stream.destination.Deserializer.OpenXJson;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A destination's data format conversion as JSON: the DataFormatConversionConfiguration. What was
/// not given stays away.
public final class ConversionDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConversionDocument() {}

    public static Conversion read(JsonNode block) {
        return new Conversion(
                truth(block, "Enabled"),
                member(block, "SchemaConfiguration", ConversionDocument::schema),
                member(
                        block,
                        "InputFormatConfiguration",
                        input ->
                                new Conversion.Input(
                                        member(
                                                input,
                                                "Deserializer",
                                                ConversionDocument::deserializer))),
                member(
                        block,
                        "OutputFormatConfiguration",
                        output ->
                                new Conversion.Output(
                                        member(
                                                output,
                                                "Serializer",
                                                ConversionDocument::serializer))));
    }

    private static Conversion.Schema schema(JsonNode block) {
        return new Conversion.Schema(
                text(block, "RoleARN"),
                text(block, "CatalogId"),
                text(block, "DatabaseName"),
                text(block, "TableName"),
                text(block, "Region"),
                text(block, "VersionId"));
    }

    private static Deserializer deserializer(JsonNode block) {
        return new Deserializer(
                member(
                        block,
                        "OpenXJsonSerDe",
                        options ->
                                new OpenXJson(
                                        truth(options, "ConvertDotsInJsonKeysToUnderscores"),
                                        truth(options, "CaseInsensitive"),
                                        member(
                                                options,
                                                "ColumnToJsonKeyMappings",
                                                ConversionDocument::keys))),
                member(
                        block,
                        "HiveJsonSerDe",
                        options -> new HiveJson(texts(options, "TimestampFormats"))));
    }

    private static Map<String, String> keys(JsonNode mappings) {
        Map<String, String> keys = new LinkedHashMap<>();
        mappings.properties()
                .forEach(entry -> keys.put(entry.getKey(), entry.getValue().stringValue()));
        return keys;
    }

    private static Serializer serializer(JsonNode block) {
        return new Serializer(
                member(block, "ParquetSerDe", ConversionDocument::parquet),
                member(block, "OrcSerDe", ConversionDocument::orc));
    }

    private static Parquet parquet(JsonNode options) {
        return new Parquet(
                number(options, "BlockSizeBytes"),
                number(options, "PageSizeBytes"),
                text(options, "Compression").map(ParquetCompression::valueOf),
                truth(options, "EnableDictionaryCompression"),
                number(options, "MaxPaddingBytes"),
                text(options, "WriterVersion").map(ParquetVersion::valueOf));
    }

    private static Orc orc(JsonNode options) {
        return new Orc(
                number(options, "StripeSizeBytes"),
                number(options, "BlockSizeBytes"),
                number(options, "RowIndexStride"),
                truth(options, "EnablePadding"),
                decimal(options, "PaddingTolerance"),
                text(options, "Compression").map(OrcCompression::valueOf),
                texts(options, "BloomFilterColumns"),
                decimal(options, "BloomFilterFalsePositiveProbability"),
                decimal(options, "DictionaryKeyThreshold"),
                text(options, "FormatVersion").map(OrcVersion::valueOf));
    }

    private static <T> Optional<T> member(
            JsonNode block, String name, Function<JsonNode, T> reader) {
        return Optional.ofNullable(block.get(name)).map(reader);
    }

    private static Optional<String> text(JsonNode block, String name) {
        return block.path(name).stringValueOpt();
    }

    private static Optional<List<String>> texts(JsonNode block, String name) {
        return member(block, name, list -> list.valueStream().map(JsonNode::stringValue).toList());
    }

    private static Optional<Boolean> truth(JsonNode block, String name) {
        return block.path(name).booleanValueOpt();
    }

    private static Optional<Integer> number(JsonNode block, String name) {
        return member(block, name, JsonNode::intValue);
    }

    private static Optional<Double> decimal(JsonNode block, String name) {
        return member(block, name, JsonNode::doubleValue);
    }

    public static ObjectNode write(Conversion conversion) {
        ObjectNode block = NODES.objectNode();
        put(block, "SchemaConfiguration", conversion.schema(), ConversionDocument::write);
        put(
                block,
                "InputFormatConfiguration",
                conversion.input(),
                input ->
                        put(
                                NODES.objectNode(),
                                "Deserializer",
                                input.deserializer(),
                                ConversionDocument::write));
        put(
                block,
                "OutputFormatConfiguration",
                conversion.output(),
                output ->
                        put(
                                NODES.objectNode(),
                                "Serializer",
                                output.serializer(),
                                ConversionDocument::write));
        return put(block, "Enabled", conversion.enabled(), NODES::booleanNode);
    }

    private static ObjectNode write(Conversion.Schema schema) {
        ObjectNode block = NODES.objectNode();
        put(block, "RoleARN", schema.roleArn(), NODES::stringNode);
        put(block, "CatalogId", schema.catalogId(), NODES::stringNode);
        put(block, "DatabaseName", schema.databaseName(), NODES::stringNode);
        put(block, "TableName", schema.tableName(), NODES::stringNode);
        put(block, "Region", schema.region(), NODES::stringNode);
        return put(block, "VersionId", schema.versionId(), NODES::stringNode);
    }

    private static ObjectNode write(Deserializer deserializer) {
        ObjectNode block = NODES.objectNode();
        put(block, "OpenXJsonSerDe", deserializer.openXJson(), ConversionDocument::write);
        return put(block, "HiveJsonSerDe", deserializer.hiveJson(), ConversionDocument::write);
    }

    private static ObjectNode write(OpenXJson options) {
        ObjectNode block = NODES.objectNode();
        put(
                block,
                "ConvertDotsInJsonKeysToUnderscores",
                options.convertDotsInJsonKeysToUnderscores(),
                NODES::booleanNode);
        put(block, "CaseInsensitive", options.caseInsensitive(), NODES::booleanNode);
        return put(
                block,
                "ColumnToJsonKeyMappings",
                options.columnToJsonKeyMappings(),
                ConversionDocument::write);
    }

    private static ObjectNode write(Map<String, String> keys) {
        ObjectNode mappings = NODES.objectNode();
        keys.forEach(mappings::put);
        return mappings;
    }

    private static ObjectNode write(HiveJson options) {
        return put(
                NODES.objectNode(),
                "TimestampFormats",
                options.timestampFormats(),
                ConversionDocument::write);
    }

    private static ObjectNode write(Serializer serializer) {
        ObjectNode block = NODES.objectNode();
        put(block, "ParquetSerDe", serializer.parquet(), ConversionDocument::write);
        return put(block, "OrcSerDe", serializer.orc(), ConversionDocument::write);
    }

    private static ObjectNode write(Parquet options) {
        ObjectNode block = NODES.objectNode();
        put(block, "BlockSizeBytes", options.blockSizeBytes(), ConversionDocument::write);
        put(block, "PageSizeBytes", options.pageSizeBytes(), ConversionDocument::write);
        put(block, "Compression", options.compression(), ConversionDocument::write);
        put(
                block,
                "EnableDictionaryCompression",
                options.enableDictionaryCompression(),
                NODES::booleanNode);
        put(block, "MaxPaddingBytes", options.maxPaddingBytes(), ConversionDocument::write);
        return put(block, "WriterVersion", options.writerVersion(), ConversionDocument::write);
    }

    private static ObjectNode write(Orc options) {
        ObjectNode block = NODES.objectNode();
        put(block, "StripeSizeBytes", options.stripeSizeBytes(), ConversionDocument::write);
        put(block, "BlockSizeBytes", options.blockSizeBytes(), ConversionDocument::write);
        put(block, "RowIndexStride", options.rowIndexStride(), ConversionDocument::write);
        put(block, "EnablePadding", options.enablePadding(), NODES::booleanNode);
        put(block, "PaddingTolerance", options.paddingTolerance(), ConversionDocument::write);
        put(block, "Compression", options.compression(), ConversionDocument::write);
        put(block, "BloomFilterColumns", options.bloomFilterColumns(), ConversionDocument::write);
        put(
                block,
                "BloomFilterFalsePositiveProbability",
                options.bloomFilterFalsePositiveProbability(),
                ConversionDocument::write);
        put(
                block,
                "DictionaryKeyThreshold",
                options.dictionaryKeyThreshold(),
                ConversionDocument::write);
        return put(block, "FormatVersion", options.formatVersion(), ConversionDocument::write);
    }

    private static JsonNode write(List<String> texts) {
        return NODES.arrayNode().addAll(texts.stream().map(NODES::stringNode).toList());
    }

    private static JsonNode write(Integer number) {
        return NODES.numberNode(number.intValue());
    }

    private static JsonNode write(Double number) {
        return NODES.numberNode(number.doubleValue());
    }

    private static JsonNode write(Enum<?> value) {
        return NODES.stringNode(value.name());
    }

    /// @return the block
    private static <T> ObjectNode put(
            ObjectNode block, String name, Optional<T> value, Function<T, JsonNode> writer) {
        value.ifPresent(given -> block.set(name, writer.apply(given)));
        return block;
    }
}
