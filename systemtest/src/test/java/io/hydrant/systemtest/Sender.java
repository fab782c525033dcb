package io.hydrant.systemtest;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/// A client that makes one call after another to one stream, through all crashes, until it is over.
/// With a batch of one it uses PutRecord.
///
/// @param attempts of a call at most: a call that got no answer is made again by the SDK itself
record Sender(
        Aws aws,
        Ledger ledger,
        String stream,
        String client,
        int batch,
        int attempts,
        AtomicBoolean over)
        implements Runnable {
    private static final long PAUSE_MILLIS = 50;

    @Override
    public void run() {
        try (FirehoseClient firehose = aws.firehose(attempts)) {
            for (int call = 0; !over.get(); call++) {
                ledger.sent(stream, client, call, batch);
                send(firehose, call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(FirehoseClient firehose, int call) throws InterruptedException {
        try {
            ledger.acknowledged(client, call, put(firehose, call));
        } catch (AwsServiceException e) {
            ledger.refused(client, call, e.toString());
        } catch (SdkException e) {
            // The server is gone; what was in flight is not acknowledged.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private List<String> put(FirehoseClient firehose, int call) {
        if (batch == 1) {
            return List.of(
                    firehose.putRecord(request ->
                                    request.deliveryStreamName(stream).record(record(call, 0)))
                            .recordId());
        }
        List<Record> records =
                IntStream.range(0, batch).mapToObj(index -> record(call, index)).toList();
        return firehose
                .putRecordBatch(request -> request.deliveryStreamName(stream).records(records))
                .requestResponses()
                .stream()
                .map(PutRecordBatchResponseEntry::recordId)
                .map(String::valueOf)
                .toList();
    }

    private Record record(int call, int index) {
        String text = new Line(stream, client, call, index, batch).text();
        return Record.builder().data(SdkBytes.fromUtf8String(text + "\n")).build();
    }
}
