package io.hydrant.core.log;

import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Logs of texts, for tests.
final class LogRecords {
    static final Path ROOT = Path.of("/logs");
    static final LogSettings SMALL = new LogSettings(4096, 0);

    private LogRecords() {}

    static Logs logs(
            MemoryDisk disk, ManualClock clock, RandomGenerator random, LogSettings settings) {
        return new Logs(ROOT, disk, clock, random, settings);
    }

    static long append(DurableLog log, String... records) throws IOException {
        return log.append(
                RecordBatch.of(
                        Arrays.stream(records)
                                .map(record -> record.getBytes(StandardCharsets.UTF_8))
                                .toList()));
    }

    /// All records from a position on.
    static List<String> from(DurableLog log, long position) throws IOException {
        List<String> records = new ArrayList<>();
        try (LogReader reader = log.read(log.find(position))) {
            while (reader.next()) {
                addFrame(reader, position, records);
            }
        }
        return records;
    }

    private static void addFrame(LogReader reader, long position, List<String> records)
            throws IOException {
        ByteBuffer payloads = reader.payloads();
        ByteBuffer lengths = reader.lengths();
        long at = reader.start().position();
        while (lengths.hasRemaining()) {
            byte[] record = new byte[lengths.getInt()];
            payloads.get(record);
            if (at >= position) {
                records.add(new String(record, StandardCharsets.UTF_8));
            }
            at++;
        }
    }
}
