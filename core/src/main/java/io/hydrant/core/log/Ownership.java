package io.hydrant.core.log;

/// Which logs this process is to deliver, where several processes share their logs.
///
/// It says who *should*, so that two do not get in each other's way. That each record is in one
/// object never rests on it: two may think that a log is theirs, or none, for as long as news take.
/// Epochs, intents and conditional puts decide then ([StreamLog#takeOver]). Safe for use from many
/// threads.
public interface Ownership {
    /// The ownership of a process that shares its logs with no other.
    Ownership ALL =
            new Ownership() {
                @Override
                public boolean isOurs(String logId) {
                    return true;
                }

                @Override
                public void onChange(Runnable listener) {
                    // Never.
                }
            };

    /// Whether this process is to deliver a stream's log. Costs one look-up.
    ///
    /// @param logId of a stream; what belongs to the log, such as its processed records, goes with
    ///   it
    boolean isOurs(String logId);

    /// Is called whenever something else may be ours. Must be quick.
    void onChange(Runnable listener);
}
