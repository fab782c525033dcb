package io.hydrant.server.firehose;

import io.hydrant.aws.json.Base64Blob;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.request.FirehoseShapes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the body of a PutRecord or PutRecordBatch as clients write it: the two members in any
/// order, each record with its data and nothing else, no escapes, all within the limits. This is
/// the way of every record, a third of what a JSON parser takes. On anything else it gives up, and
/// [PutRequestReader] finds out what is to be said.
final class PutScanner {
    private static final byte[] STREAM_NAME = "DeliveryStreamName".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DATA = "Data".getBytes(StandardCharsets.UTF_8);

    private final byte[] body;
    private final byte[] recordsMember;
    private final boolean batch;
    private int at;

    /// The last record's base64: the next is often as long.
    private byte[] text = new byte[0];

    /// The last record's data, at the front.
    private byte[] data = new byte[0];

    private PutScanner(byte[] body, String recordsMember, boolean batch) {
        this.body = body;
        this.recordsMember = recordsMember.getBytes(StandardCharsets.UTF_8);
        this.batch = batch;
    }

    /// Empty when the body is not of that kind.
    static Optional<PutRequest> scan(byte[] body, String recordsMember, boolean batch) {
        return Optional.ofNullable(new PutScanner(body, recordsMember, batch).request());
    }

    private @Nullable PutRequest request() {
        String streamName = null;
        RecordBatch records = null;
        if (!takes('{')) {
            return null;
        }
        do {
            if (streamName == null && takesMember(STREAM_NAME)) {
                streamName = streamName();
                if (streamName == null) {
                    return null;
                }
            } else if (records == null && takesMember(recordsMember)) {
                records = records();
                if (records == null) {
                    return null;
                }
            } else {
                return null;
            }
        } while (takes(','));
        if (streamName == null || records == null || !takes('}') || !isAtEnd()) {
            return null;
        }
        return new PutRequest(streamName, records);
    }

    private @Nullable String streamName() {
        if (!takes('"')) {
            return null;
        }
        int end = Quotes.next(body, at);
        if (end == body.length) {
            return null;
        }
        String name = new String(body, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 1;
        return FirehoseShapes.STREAM_NAME.accepts(name) ? name : null;
    }

    private @Nullable RecordBatch records() {
        RecordBatch.Builder records = new RecordBatch.Builder((body.length - at) / 4 * 3);
        if (!batch) {
            return takesRecord(records) ? records.build() : null;
        }
        if (!takes('[')) {
            return null;
        }
        do {
            if (records.recordCount() == PutRequest.RECORDS_MAX || !takesRecord(records)) {
                return null;
            }
        } while (takes(','));
        return takes(']') ? records.build() : null;
    }

    private boolean takesRecord(RecordBatch.Builder into) {
        return takes('{') && takesMember(DATA) && takesData(into) && takes('}');
    }

    private boolean takesData(RecordBatch.Builder into) {
        if (!takes('"')) {
            return false;
        }
        int guess = at + text.length;
        if (guess < body.length && body[guess] == '"' && takesData(into, guess)) {
            return true;
        }
        int end = Quotes.next(body, at);
        return end < body.length && takesData(into, end);
    }

    /// A guess that lies beyond a quote is found out: a quote is not base64.
    private boolean takesData(RecordBatch.Builder into, int end) {
        int length = end - at;
        if (length != text.length) {
            text = new byte[length];
            data = new byte[length / 4 * 3];
        }
        System.arraycopy(body, at, text, 0, length);
        int count = Base64Blob.decodeIfValid(text, data);
        if (count < 0 || count > PutRequest.RECORD_BYTES_MAX) {
            return false;
        }
        into.add(data, count);
        at = end + 1;
        return true;
    }

    /// Whether the member of this name comes next; then its colon is taken too.
    private boolean takesMember(byte[] name) {
        int begin = at;
        if (takes('"')) {
            int end = at + name.length;
            if (end < body.length
                    && body[end] == '"'
                    && Arrays.equals(body, at, end, name, 0, name.length)) {
                at = end + 1;
                return takes(':');
            }
        }
        at = begin;
        return false;
    }

    /// Whether this character comes next, after white space; if not, only that is skipped.
    private boolean takes(char expected) {
        boolean found = !isAtEnd() && body[at] == expected;
        if (found) {
            at++;
        }
        return found;
    }

    private boolean isAtEnd() {
        while (at < body.length && isSpace(body[at])) {
            at++;
        }
        return at == body.length;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
