package io.hydrant.cli.redrive;

import io.hydrant.producer.Setback;

/// Learns what becomes of error objects and their records.
public interface RedriveListener {
    /// A line holds no record that could be sent.
    ///
    /// @param place object and line
    /// @param reason goes on after a colon
    void leftOut(String place, String reason);

    /// So many records of an object are acknowledged by now, in all objects.
    void advanced(RedriveTotals totals);

    /// A request is to be repeated.
    void setback(Setback setback);

    /// An object is done with.
    void ended(ObjectOutcome outcome);

    /// Nothing follows.
    ///
    /// @param isStopped whether there may be more objects
    void finished(RedriveTotals totals, boolean isStopped);
}
