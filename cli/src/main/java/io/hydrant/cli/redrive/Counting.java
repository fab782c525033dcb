package io.hydrant.cli.redrive;

import java.io.IOException;
import java.util.Optional;

/// Looks at the records that would be sent, and sends none.
public final class Counting implements Carrier {
    private final RedriveListener listener;
    private volatile boolean stopped;

    public Counting(RedriveListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean carry(SelectedRecords records, MarkJournal journal, RedriveTotals totals)
            throws IOException {
        Optional<ErrorRecord> next = records.next();
        while (next.isPresent() && !stopped) {
            totals.add(next.get());
            listener.advanced(totals);
            next = records.next();
        }
        return next.isEmpty();
    }

    @Override
    public boolean leavesMarks() {
        return false;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }
}
