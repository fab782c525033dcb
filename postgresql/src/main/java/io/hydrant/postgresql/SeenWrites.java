package io.hydrant.postgresql;

/// How far a node has seen a catalog come, kept outside of the database: by it a database is known
/// that was put back from an older backup.
public interface SeenWrites {
    /// Of a node that keeps nothing of the kind.
    SeenWrites NONE =
            new SeenWrites() {
                @Override
                public long last() {
                    return 0;
                }

                @Override
                public void saw(long number) {}
            };

    /// The number of the last ordered write that was seen; 0 when none was.
    long last();

    /// A write with this number is in the database. Called by one thread at a time, with ever
    /// greater numbers.
    void saw(long number);
}
