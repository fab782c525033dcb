package io.hydrant.cli.send;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.BadRow;
import io.hydrant.producer.Mark;
import io.hydrant.producer.MarkBuilder;
import io.hydrant.producer.RecordSource;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/// The rows that can be sent; the others are told about and counted. Read by one thread.
public final class GoodRows implements RecordSource {
    private final RowSource rows;
    private final RowListener listener;
    private volatile long leftOut;
    private long read;
    private long passedOver;
    private OptionalDouble begin = OptionalDouble.empty();

    /// How far the input is read.
    ///
    /// @param fraction of the input, 0 to 1; empty where nobody can know
    /// @param begin the fraction that was sent before
    /// @param rows that were given out to be sent
    public record Reading(OptionalDouble fraction, OptionalDouble begin, long rows) {
        static final Reading UNKNOWN =
                new Reading(OptionalDouble.empty(), OptionalDouble.empty(), 0);
    }

    public GoodRows(RowSource rows, RowListener listener) {
        this.rows = rows;
        this.listener = listener;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
    public Optional<OutgoingRow> next() throws IOException {
        while (true) {
            try {
                Optional<OutgoingRow> next = rows.next();
                read += next.isPresent() ? 1 : 0;
                listener.read(new Reading(rows.fraction(), begin, read - passedOver));
                return next;
            } catch (BadRow bad) {
                listener.leftOut(bad); // which may end it
                leftOut++;
            }
        }
    }

    /// Reads what an earlier run had acknowledged, and makes sure that it is what is here.
    ///
    /// @param stopped ends this early
    /// @throws CommandFailure when other rows are here
    public MarkBuilder passOver(Mark acknowledged, BooleanSupplier stopped) throws IOException {
        MarkBuilder marks = new MarkBuilder();
        while (marks.records() < acknowledged.records() && !stopped.getAsBoolean()) {
            Optional<OutgoingRow> next = next();
            if (next.isEmpty()) {
                break;
            }
            marks.add(next.get().data());
        }
        if (!stopped.getAsBoolean() && !marks.mark().equals(acknowledged)) {
            throw new CommandFailure(
                    "What was sent before is not what is here now: of the %,d rows that are acknowledged %s."
                            .formatted(
                                    acknowledged.records(),
                                    marks.records() < acknowledged.records()
                                            ? "only %,d are left".formatted(marks.records())
                                            : "some are different"),
                    "Give the same files and the same options of reading and of format as before (appended rows may change the types that were found: --types keeps them); without --resume all rows are sent.");
        }
        passedOver = read;
        begin = rows.fraction();
        return marks;
    }

    public long leftOut() {
        return leftOut;
    }
}
