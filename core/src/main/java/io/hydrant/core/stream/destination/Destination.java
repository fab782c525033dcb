package io.hydrant.core.stream.destination;

import java.util.Optional;
import java.util.Set;

/// The receiver of a stream's records, and the manner in which they get there: one of several
/// kinds. A `switch` over it has no `default`, so that the compiler lists what another kind
/// touches.
public sealed interface Destination permits ExtendedS3Destination {
    /// The roles that Firehose assumes to deliver.
    Set<String> roleArns();

    /// How much, or for how long, records are gathered.
    BufferingHints bufferingHints();

    /// The receiver's name, as status and errors show it: a bucket's.
    String place();

    /// Where its errors are written.
    CloudWatchLogging logging();

    /// The destination of the source records, as they came, if they are backed up.
    Optional<Destination> backup();

    /// The same with the backup of another switched on, if that is: one that is on stays on.
    Destination withBackupOf(Destination before);
}
