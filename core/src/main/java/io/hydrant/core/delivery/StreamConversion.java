package io.hydrant.core.delivery;

import io.hydrant.core.conversion.TableName;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.conversion.json.JsonRows;
import io.hydrant.core.conversion.plan.ConversionPlan;
import io.hydrant.core.conversion.plan.PlanRefusedException;
import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.Conversion;
import io.hydrant.core.transform.ProcessingRefusedException;
import io.hydrant.core.transform.chain.FailedTable;
import io.hydrant.core.transform.chain.RecordConversion;
import io.hydrant.core.transform.chain.RecordFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The conversion of one stream's records into the columns of its table, of which is asked again
/// when what is known is half a minute old. Safe for use from many threads.
final class StreamConversion implements RecordConversion {
    static final Duration FRESH = Duration.ofSeconds(30);

    private final StreamTables tables;
    private final Conversion conversion;
    private final DeliveryStream stream;
    private final InstantSource clock;

    /// Guards what is below.
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Known known;

    StreamConversion(
            StreamTables tables,
            Conversion conversion,
            DeliveryStream stream,
            InstantSource clock) {
        this.tables = tables;
        this.conversion = conversion;
        this.stream = stream;
        this.clock = clock;
    }

    @Override
    public Reading now() throws IOException {
        lock.lock();
        try {
            Instant now = clock.instant();
            Known before = known;
            if (before != null && before.isFresh(now)) {
                return before.reading();
            }
            Known after = new Known(reading(), now);
            known = after;
            return after.reading();
        } finally {
            lock.unlock();
        }
    }

    /// What a table said, and when.
    private record Known(Reading reading, Instant at) {
        /// A clock that was set back says nothing.
        boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }
    }

    private Reading reading() throws IOException {
        try {
            ConversionPlan plan = tables.plan(conversion, stream.arn());
            return new PlannedReading(plan.text(), plan.reader(), table());
        } catch (PlanRefusedException e) {
            throw new ProcessingRefusedException(e.code(), String.valueOf(e.getMessage()));
        } catch (UnusableTableException e) {
            throw new IOException(e);
        }
    }

    private FailedTable table() {
        Conversion.Schema schema = conversion.schema().orElseThrow();
        TableName name = StreamTables.name(schema, stream.arn());
        return new FailedTable(
                schema.catalogId(),
                name.databaseName(),
                name.tableName(),
                name.region(),
                name.versionId(),
                schema.roleArn().orElseThrow());
    }

    private record PlannedReading(String plan, JsonRows records, FailedTable table)
            implements Reading {
        @Override
        public void check(byte[] record) throws RecordFailure {
            try {
                records.read(record, 0, record.length, _ -> {});
            } catch (UnreadableRecordException e) {
                throw RecordFailure.unreadable(e.code(), String.valueOf(e.getMessage()), table);
            } catch (IOException e) {
                throw new IllegalStateException("Rows that nobody takes are taken", e);
            }
        }
    }
}
