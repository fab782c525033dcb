package io.hydrant.cli.send;

import io.hydrant.cli.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/// Puts records into one delivery stream and returns when all of them are acknowledged. A batch of
/// which some entries were refused is not sent again whole: only those entries are, after a pause
/// that grows. May be used by several threads.
public final class StreamWriter {
    /// With the pauses below, about a minute of refusals.
    private static final int MOST_ATTEMPTS = 12;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final FirehoseClient firehose;
    private final String stream;
    private final RandomGenerator random;

    public StreamWriter(FirehoseClient firehose, String stream, RandomGenerator random) {
        this.firehose = firehose;
        this.stream = stream;
        this.random = random;
    }

    /// One record by PutRecord, as the requirement's program sends it.
    Acknowledged putOne(Outgoing row) {
        String recordId =
                firehose.putRecord(
                                request -> request.deliveryStreamName(stream).record(recordOf(row)))
                        .recordId();
        return new Acknowledged(List.of(row), List.of(recordId), 0);
    }

    /// All of them by PutRecordBatch.
    Acknowledged putBatch(List<Outgoing> rows) throws InterruptedException {
        String[] recordIds = new String[rows.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            open.add(i);
        }
        int retried = 0;
        for (int attempt = 1; ; attempt++) {
            PutRecordBatchResponse response = put(rows, open);
            open = refused(response, open, recordIds);
            if (open.isEmpty()) {
                return new Acknowledged(rows, List.of(recordIds), retried);
            }
            retried += open.size();
            if (attempt == MOST_ATTEMPTS) {
                throw givenUp(rows.get(open.getFirst()), open.size(), response);
            }
            Thread.sleep(pauseAfter(attempt));
        }
    }

    private PutRecordBatchResponse put(List<Outgoing> rows, List<Integer> indexes) {
        List<Record> records = indexes.stream().map(index -> recordOf(rows.get(index))).toList();
        return firehose.putRecordBatch(
                request -> request.deliveryStreamName(stream).records(records));
    }

    /// Notes the RecordIds of what was taken; returns the indexes of what was not.
    private static List<Integer> refused(
            PutRecordBatchResponse response, List<Integer> indexes, String[] recordIds) {
        List<Integer> refused = new ArrayList<>();
        List<PutRecordBatchResponseEntry> entries = response.requestResponses();
        for (int i = 0; i < indexes.size(); i++) {
            String recordId = entries.get(i).recordId();
            if (recordId == null) {
                refused.add(indexes.get(i));
            } else {
                recordIds[indexes.get(i)] = recordId;
            }
        }
        return refused;
    }

    /// Doubles from attempt to attempt; the random half keeps several senders from returning at
    /// once.
    private Duration pauseAfter(int attempt) {
        long millis = Math.min(FIRST_PAUSE.toMillis() << (attempt - 1), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }

    private CommandFailure givenUp(Outgoing first, int count, PutRecordBatchResponse response) {
        String reason =
                response.requestResponses().stream()
                        .filter(entry -> entry.errorCode() != null)
                        .map(entry -> entry.errorCode() + ": " + entry.errorMessage())
                        .findFirst()
                        .orElse("no reason given");
        return new CommandFailure(
                "%s refused %d records %d times, the first of them from %s line %d (%s)."
                        .formatted(
                                stream,
                                count,
                                MOST_ATTEMPTS,
                                first.row().source(),
                                first.row().line(),
                                reason),
                "Send more slowly with --rate, or find out with `hydrant status` what holds the stream up.");
    }

    private static Record recordOf(Outgoing row) {
        return Record.builder().data(SdkBytes.fromByteArrayUnsafe(row.data())).build();
    }
}
