package io.hydrant.server.firehose;

import io.hydrant.aws.json.Base64Blob;
import io.hydrant.aws.json.JsonError;
import io.hydrant.aws.json.JsonKind;
import io.hydrant.aws.json.JsonKind.Wanted;
import io.hydrant.aws.json.Violations;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.request.FirehoseShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the body of one PutRecord or PutRecordBatch. What clients write, the [PutScanner] reads;
/// this reads all else, and says what is wrong.
///
/// The answers are those that [io.hydrant.aws.json.JsonRequest] would give for the model's shape:
/// wrong types first, then up to ten broken constraints, the stream's name before the records.
final class PutRequestReader {
    private static final JsonFactory JSON = new JsonFactory();

    /// A record that breaks a constraint. Kept until it is known what is to be reported before it.
    private sealed interface Fault {
        record NoRecord(int index) implements Fault {}

        record NoData(int index) implements Fault {}

        record TooLong(int index, int length) implements Fault {}
    }

    /// More than this many are not reported.
    private static final int FAULTS_MAX = 10;

    private final byte[] body;
    private final JsonParser parser;
    private RecordBatch.Builder records = new RecordBatch.Builder(0);
    private final List<Fault> faults = new ArrayList<>();
    private Optional<String> streamName = Optional.empty();
    private boolean recordsGiven;
    private int count;

    private PutRequestReader(byte[] body) {
        this.body = body;
        this.parser = JSON.createParser(ObjectReadContext.empty(), body);
    }

    static PutRequest readOne(byte[] body) {
        return read(body, "Record", false);
    }

    static PutRequest readBatch(byte[] body) {
        return read(body, "Records", true);
    }

    private static PutRequest read(byte[] body, String recordsMember, boolean batch) {
        return PutScanner.scan(body, recordsMember, batch)
                .orElseGet(() -> new PutRequestReader(body).read(recordsMember, batch));
    }

    private PutRequest read(String recordsMember, boolean batch) {
        try (parser) {
            readBody(recordsMember, batch);
        } catch (JacksonException e) {
            throw JsonError.SERIALIZATION.because("");
        }
        Violations violations = new Violations();
        checkStreamName(violations);
        checkRecords(violations, batch);
        violations.refuseIfAny();
        return new PutRequest(streamName.orElseThrow(), records.build());
    }

    private void readBody(String recordsMember, boolean batch) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw JsonError.SERIALIZATION.because("");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("DeliveryStreamName")) {
                readStreamName(value);
            } else if (member.equals(recordsMember)) {
                readRecords(value, batch);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw JsonError.SERIALIZATION.because("");
        }
    }

    private void readStreamName(JsonToken value) {
        switch (value) {
            case VALUE_NULL -> streamName = Optional.empty();
            case VALUE_STRING -> streamName = Optional.of(parser.getString());
            default -> throw kind(value).insteadOf(Wanted.STRING, "");
        }
    }

    /// Of a member that comes twice the last one counts.
    private void readRecords(JsonToken value, boolean batch) {
        records = new RecordBatch.Builder(0);
        faults.clear();
        count = 0;
        recordsGiven = value != JsonToken.VALUE_NULL;
        if (!recordsGiven) {
            return;
        }
        if (!batch) {
            readRecord(value);
        } else if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readRecord(parser.currentToken());
            }
        } else {
            throw kind(value).insteadOf(Wanted.LIST, textOf(value));
        }
    }

    private void readRecord(JsonToken value) {
        int index = count++;
        if (value == JsonToken.VALUE_NULL) {
            note(new Fault.NoRecord(index));
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            throw kind(value).insteadOf(Wanted.STRUCTURE, textOf(value));
        }
        Optional<byte[]> data = Optional.empty();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            JsonToken token = parser.nextToken();
            if (!member.equals("Data")) {
                parser.skipChildren();
            } else {
                data = token == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(data(token));
            }
        }
        keep(index, data);
    }

    private void keep(int index, Optional<byte[]> data) {
        int length = data.map(bytes -> bytes.length).orElse(0);
        if (data.isEmpty()) {
            note(new Fault.NoData(index));
        } else if (length > PutRequest.RECORD_BYTES_MAX) {
            note(new Fault.TooLong(index, length));
        } else if (index < PutRequest.RECORDS_MAX) {
            records.add(data.get(), length);
        }
    }

    private void note(Fault fault) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(fault);
        }
    }

    /// Base64 has nothing that JSON must escape, so that the bytes of the body are the text. Only
    /// when they are not valid is the string made: a client may have escaped some of it all the
    /// same (`\/`), or it is to be refused.
    private byte[] data(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw kind(token).insteadOf(Wanted.BLOB, textOf(token));
        }
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset()) + 1;
        int end = Quotes.next(body, start);
        return Base64Blob.decodeIfValid(body, start, end - start)
                .orElseGet(() -> Base64Blob.decode(parser.getString()));
    }

    private static JsonKind kind(JsonToken token) {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> JsonKind.BOOLEAN;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonKind.NUMBER;
            case VALUE_STRING -> JsonKind.STRING;
            case START_ARRAY -> JsonKind.LIST;
            case START_OBJECT -> JsonKind.STRUCTURE;
            default -> throw JsonError.SERIALIZATION.because("");
        };
    }

    private String textOf(JsonToken token) {
        return token == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    private void checkStreamName(Violations violations) {
        if (streamName.isEmpty()) {
            violations.missing("deliveryStreamName");
            return;
        }
        violations.check("deliveryStreamName", streamName.get(), FirehoseShapes.STREAM_NAME);
    }

    private void checkRecords(Violations violations, boolean batch) {
        if (!recordsGiven) {
            violations.missing(batch ? "records" : "record");
            return;
        }
        if (batch) {
            violations.checkLength("records", count, 1, PutRequest.RECORDS_MAX);
        }
        for (Fault fault : faults) {
            report(fault, violations, batch);
        }
    }

    private static void report(Fault fault, Violations violations, boolean batch) {
        switch (fault) {
            case Fault.NoRecord(int index) -> violations.missing(path(index, batch));
            case Fault.NoData(int index) -> violations.missing(path(index, batch) + ".data");
            case Fault.TooLong(int index, int length) ->
                    violations.checkLength(
                            path(index, batch) + ".data", length, 0, PutRequest.RECORD_BYTES_MAX);
        }
    }

    private static String path(int index, boolean batch) {
        return batch ? Violations.element("records", index) : "record";
    }
}
