package io.hydrant.cli.redrive;

import java.io.IOException;

/// What is done with the records of an object.
public sealed interface Carrier permits Resending, Counting {
    /// Whether it was done with all of them; not when it was stopped.
    boolean carry(SelectedRecords records, MarkJournal journal, RedriveTotals totals)
            throws IOException, InterruptedException;

    /// Whether what was done is written down.
    boolean leavesMarks();

    /// Ends early. From any thread.
    void stop();

    boolean isStopped();
}
