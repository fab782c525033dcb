package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.delivery.body.Encoding;
import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.format.ColumnarFormat;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.format.ObjectFormat;
import io.hydrant.core.format.RawFormat;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processor;
import io.hydrant.core.transform.Processors;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A checkpoint as the log keeps it: JSON, for people with a problem to read.
///
///     {"version": 6, "sealed": {"position": 1200, "bytes": 120000}, "objects": 11,
///      "intents": [{"start": {…}, "end": {…}, "oldestArrivalMillis": 1784122876093,
///                   "reason": "size", "version": 1, "bucket": "…", "key": "…",
///                   "processors": [{"type": "AppendDelimiterToRecord", "parameters": {}}],
///                   "format": {"kind": "raw", "compression": "GZIP"}}],
///      "expired": {"records": 5, "bytes": 500, "unlistedRecords": 0, "unlistedBefore": 0,
///                  "ranges": [{"first": 10, "last": 14, "bytes": 500,
///                              "oldestArrivalMillis": 1784122876093, "mayBeStored": false}]},
///      "last": {"bucket": "…", "key": "…", "records": 120, "bytes": 8300, "reason": "age",
///               "atMillis": 1784122876093}}
///
/// `expired` is there once something was given up, `last` once something was delivered. A log that
/// was processed into another says how far that one had come, and what was in it:
///
///     "transformed": {"end": {…}, "records": 700, "bytes": 80000, "sourceRecords": 600,
///                     "dropped": 5, "failures": 2}
///
/// In a log with partitions, intents and expired ranges say of which records they are, and some
/// partitions are ahead of `sealed`:
///
///     "ahead": [{"partition": "…", "end": {…}}]
///     {"start": {…}, "end": {…}, "partition": "…", "records": 20, "bytes": 1500, …}
///     {"first": 10, "last": 14, "records": 3, …}
///
/// That is new in version 3. New in version 4 is what the checkpoint of a stream's log says once the
/// log is backed up, from where on; the backup has a checkpoint of the same kind.
///
///     "backupFrom": {…}
///
/// New in version 5 is the format of what is converted, by the plan in the name of the partition:
///
///     "format": {"kind": "columnar", "contentEncoding": "hadoop-snappy"}
///
/// New in version 6 is the key of KMS that an object is to be encrypted under:
///
///     "kmsKeyArn": "…"
///
/// In version 1, which does not say so, an intent has no processors, and
/// its `format` is the name of a compression. A document of a later version is not read.
final class CheckpointDocument {
    private static final int VERSION = 6;
    private static final String RAW = "raw";
    private static final String COLUMNAR = "columnar";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CheckpointDocument() {}

    static byte[] write(Checkpoint checkpoint) {
        ObjectNode document = MAPPER.createObjectNode().put("version", VERSION);
        write(document.putObject("sealed"), checkpoint.sealed());
        writeAhead(document, checkpoint.ahead());
        checkpoint.transformed().ifPresent(made -> write(document.putObject("transformed"), made));
        checkpoint.backupFrom().ifPresent(from -> write(document.putObject("backupFrom"), from));
        document.put("objects", checkpoint.objects());
        var intents = document.putArray("intents");
        checkpoint.intents().forEach(intent -> write(intents.addObject(), intent));
        if (!checkpoint.expired().equals(Expired.NOTHING)) {
            write(document.putObject("expired"), checkpoint.expired());
        }
        checkpoint.last().ifPresent(last -> write(document.putObject("last"), last));
        return MAPPER.writeValueAsBytes(document);
    }

    private static void writeAhead(ObjectNode document, Map<Partition, LogPoint> ahead) {
        if (!ahead.isEmpty()) {
            ArrayNode partitions = document.putArray("ahead");
            ahead.forEach((partition, end) ->
                    write(
                            partitions
                                    .addObject()
                                    .put("partition", partition.name())
                                    .putObject("end"),
                            end));
        }
    }

    private static void write(ObjectNode node, Transformed made) {
        write(node.putObject("end"), made.end());
        node.put("records", made.records()).put("bytes", made.bytes());
        node.put("sourceRecords", made.sourceRecords());
        node.put("dropped", made.dropped()).put("failures", made.failures());
    }

    private static void write(ObjectNode node, DeliveredObject last) {
        node.put("bucket", last.bucket()).put("key", last.key());
        node.put("records", last.records()).put("bytes", last.payloadBytes());
        node.put("reason", last.reason().word()).put("atMillis", last.at().toEpochMilli());
    }

    private static void write(ObjectNode node, Expired expired) {
        node.put("records", expired.records()).put("bytes", expired.bytes());
        node.put("unlistedRecords", expired.unlistedRecords());
        node.put("unlistedBefore", expired.unlistedBefore());
        var ranges = node.putArray("ranges");
        for (Expired.Range range : expired.ranges()) {
            ObjectNode each = ranges.addObject();
            if (range.records() != range.last() - range.first() + 1) {
                each.put("records", range.records());
            }
            each.put("first", range.first())
                    .put("last", range.last())
                    .put("bytes", range.bytes())
                    .put("oldestArrivalMillis", range.oldestArrival().toEpochMilli())
                    .put("mayBeStored", range.mayBeStored());
        }
    }

    private static void write(ObjectNode node, Intent intent) {
        write(node.putObject("start"), intent.start());
        write(node.putObject("end"), intent.end());
        Part part = intent.part();
        if (!part.isWhole() || !part.partition().equals(Partition.WHOLE)) {
            node.put("partition", part.partition().name());
            node.put("records", part.records()).put("bytes", part.payloadBytes());
        }
        node.put("oldestArrivalMillis", intent.oldestArrival().toEpochMilli());
        node.put("reason", intent.reason().word());
        node.put("version", intent.version());
        node.put("bucket", intent.bucket());
        node.put("key", intent.key());
        intent.kmsKeyArn().ifPresent(key -> node.put("kmsKeyArn", key));
        ArrayNode processors = node.putArray("processors");
        intent.encoding().processors().forEach(each -> write(processors.addObject(), each));
        switch (intent.encoding().format()) {
            case RawFormat raw ->
                    node.putObject("format")
                            .put("kind", RAW)
                            .put("compression", raw.compression().wireName());
            case ColumnarFormat columns -> {
                ObjectNode format = node.putObject("format").put("kind", COLUMNAR);
                columns.contentEncoding()
                        .ifPresent(encoding -> format.put("contentEncoding", encoding));
            }
        }
    }

    private static void write(ObjectNode node, Processor processor) {
        ObjectNode parameters = node.put("type", processor.type()).putObject("parameters");
        processor.parameters().forEach(parameters::put);
    }

    private static void write(ObjectNode node, LogPoint point) {
        node.put("position", point.position()).put("bytes", point.payloadBytes());
    }

    static Checkpoint read(byte[] bytes) {
        JsonNode document = MAPPER.readTree(bytes);
        int version = document.path("version").asInt(1);
        if (version > VERSION) {
            throw new IllegalArgumentException("a checkpoint of version " + version);
        }
        List<Intent> intents =
                document.required("intents").valueStream().map(CheckpointDocument::intent).toList();
        return new Checkpoint(
                point(document.required("sealed")),
                ahead(document.path("ahead")),
                intents,
                document.has("transformed")
                        ? Optional.of(transformed(document.required("transformed")))
                        : Optional.empty(),
                document.has("backupFrom")
                        ? Optional.of(point(document.required("backupFrom")))
                        : Optional.empty(),
                document.required("objects").asLong(),
                document.has("expired") ? expired(document.required("expired")) : Expired.NOTHING,
                document.has("last")
                        ? Optional.of(last(document.required("last")))
                        : Optional.empty());
    }

    private static Map<Partition, LogPoint> ahead(JsonNode nodes) {
        Map<Partition, LogPoint> ahead = new HashMap<>();
        for (JsonNode node : nodes) {
            Partition partition = new Partition(node.required("partition").asString());
            ahead.put(partition, point(node.required("end")));
        }
        return ahead;
    }

    private static Transformed transformed(JsonNode node) {
        return new Transformed(
                point(node.required("end")),
                node.required("records").asLong(),
                node.required("bytes").asLong(),
                node.required("sourceRecords").asLong(),
                node.required("dropped").asLong(),
                node.required("failures").asLong());
    }

    private static DeliveredObject last(JsonNode node) {
        return new DeliveredObject(
                node.required("bucket").asString(),
                node.required("key").asString(),
                node.required("records").asLong(),
                node.required("bytes").asLong(),
                CutReason.ofWord(node.required("reason").asString()),
                Instant.ofEpochMilli(node.required("atMillis").asLong()));
    }

    private static Expired expired(JsonNode node) {
        return new Expired(
                node.required("records").asLong(),
                node.required("bytes").asLong(),
                node.required("unlistedRecords").asLong(),
                node.required("unlistedBefore").asLong(),
                node.required("ranges").valueStream().map(CheckpointDocument::range).toList());
    }

    private static Expired.Range range(JsonNode node) {
        long first = node.required("first").asLong();
        long last = node.required("last").asLong();
        return new Expired.Range(
                first,
                last,
                node.path("records").asLong(last - first + 1),
                node.required("bytes").asLong(),
                Instant.ofEpochMilli(node.required("oldestArrivalMillis").asLong()),
                node.required("mayBeStored").asBoolean());
    }

    private static Intent intent(JsonNode node) {
        Part part = part(node);
        return new Intent(
                part,
                Instant.ofEpochMilli(node.required("oldestArrivalMillis").asLong()),
                CutReason.ofWord(node.required("reason").asString()),
                node.required("version").asInt(),
                node.required("bucket").asString(),
                node.required("key").asString(),
                new Encoding(
                        node.path("processors")
                                .valueStream()
                                .map(CheckpointDocument::processor)
                                .toList(),
                        format(node.required("format"), part.partition())),
                node.path("kmsKeyArn").stringValueOpt());
    }

    private static Part part(JsonNode node) {
        LogSpan span = new LogSpan(point(node.required("start")), point(node.required("end")));
        return node.has("partition")
                ? new Part(
                        span,
                        new Partition(node.required("partition").asString()),
                        node.required("records").asLong(),
                        node.required("bytes").asLong())
                : Part.whole(span);
    }

    private static ObjectFormat format(JsonNode node, Partition partition) {
        String kind = node.path("kind").asString(RAW);
        if (kind.equals(COLUMNAR)) {
            return new ColumnarFormat(
                    partition.plan().orElseThrow(IllegalArgumentException::new),
                    node.path("contentEncoding").stringValueOpt());
        }
        if (!kind.equals(RAW)) {
            throw new IllegalArgumentException("the format " + kind);
        }
        JsonNode compression = node.isObject() ? node.required("compression") : node;
        return new RawFormat(CompressionFormat.ofWireName(compression.asString()));
    }

    private static Processor processor(JsonNode node) {
        String type = node.required("type").asString();
        Map<String, String> parameters = new LinkedHashMap<>();
        node.required("parameters")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asString()));
        return Processors.of(type, parameters);
    }

    private static LogPoint point(JsonNode node) {
        return new LogPoint(node.required("position").asLong(), node.required("bytes").asLong());
    }
}
