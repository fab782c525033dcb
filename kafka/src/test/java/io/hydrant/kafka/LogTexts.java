package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLog;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Texts as the records of logs.
final class LogTexts {
    private LogTexts() {}

    static RecordBatch batch(String... records) {
        return RecordBatch.of(
                Arrays.stream(records).map(record -> record.getBytes(UTF_8)).toList());
    }

    static RecordBatch named(RequestName name, String... records) {
        return batch(records).named(Optional.of(name));
    }

    /// Waits until the log has so many records.
    static void await(StreamLog log, long records) {
        Wait.seconds(30)
                .until(
                        records + " records in " + log.id(),
                        () -> log.end().position(),
                        end -> end >= records);
    }

    /// The records from a point on.
    static List<String> from(StreamLog log, LogPoint from) throws IOException {
        List<String> records = new ArrayList<>();
        try (LogReader reader = log.records(from)) {
            while (reader.next()) {
                ByteBuffer payloads = reader.payloads();
                ByteBuffer lengths = reader.lengths();
                long at = reader.start().position();
                while (lengths.hasRemaining()) {
                    byte[] record = new byte[lengths.getInt()];
                    payloads.get(record);
                    if (at >= from.position()) {
                        records.add(new String(record, UTF_8));
                    }
                    at++;
                }
            }
        }
        return records;
    }

    static List<String> all(StreamLog log) throws IOException {
        return from(log, LogPoint.START);
    }
}
