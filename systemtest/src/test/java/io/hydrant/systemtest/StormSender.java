package io.hydrant.systemtest;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/// A client that makes one call after another to one stream of a cluster until it is over, each
/// through any of its doors. What is not acknowledged is never sent again but by the SDK itself.
///
/// @param doors clients of nodes, or one of all nodes
/// @param unknown counts calls of which it is not known whether they were taken
record StormSender(
        List<FirehoseClient> doors,
        Random random,
        Ledger ledger,
        String stream,
        String client,
        int batch,
        AtomicInteger unknown,
        AtomicBoolean over)
        implements Runnable {
    private static final int SERVICE_UNAVAILABLE = 503;

    /// Between two calls: there is more to the storm than the load.
    private static final int PAUSE_MAX_MILLIS = 100;

    StormSender {
        doors = List.copyOf(doors);
    }

    @Override
    public void run() {
        try {
            for (int call = 0; !over.get(); call++) {
                ledger.sent(stream, client, call, batch);
                send(call);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MAX_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes one call, which is in the ledger as sent.
    void send(int call) {
        FirehoseClient firehose = doors.get(random.nextInt(doors.size()));
        try {
            List<String> ids = put(firehose, call);
            if (ids.isEmpty()) {
                unknown.incrementAndGet();
            } else {
                ledger.acknowledged(client, call, ids);
            }
        } catch (AwsServiceException e) {
            unknown.incrementAndGet();
            if (e.statusCode() != SERVICE_UNAVAILABLE) {
                ledger.refused(client, call, e.toString());
            }
        } catch (SdkException | UncheckedIOException e) {
            // The connection was cut, and its HTTP client says it in one of two ways.
            unknown.incrementAndGet();
        }
    }

    /// Nothing when a batch was not taken.
    private List<String> put(FirehoseClient firehose, int call) {
        if (batch == 1) {
            return List.of(
                    firehose.putRecord(request ->
                                    request.deliveryStreamName(stream).record(record(call, 0)))
                            .recordId());
        }
        List<Record> records =
                IntStream.range(0, batch).mapToObj(index -> record(call, index)).toList();
        List<PutRecordBatchResponseEntry> answers =
                firehose.putRecordBatch(
                                request -> request.deliveryStreamName(stream).records(records))
                        .requestResponses();
        List<String> ids =
                answers.stream()
                        .map(PutRecordBatchResponseEntry::recordId)
                        .filter(Objects::nonNull)
                        .toList();
        if (!ids.isEmpty() && ids.size() != batch) {
            ledger.refused(client, call, "a part of the batch: " + answers);
        }
        return ids;
    }

    private Record record(int call, int index) {
        String text = new Line(stream, client, call, index, batch).text();
        return Record.builder().data(SdkBytes.fromUtf8String(text + "\n")).build();
    }
}
