package io.hydrant.core.transform;

import java.util.Optional;

/// The records of a stream that share objects: all of them, where nothing is partitioned; those
/// with the same partition keys; or those that failed in the same way.
///
/// @param name empty for all of them; otherwise stable, since it is kept with the records
public record Partition(String name) {
    /// The one partition of a stream that has no others.
    public static final Partition WHOLE = new Partition("");

    private static final String FAILURE = "!";

    /// Records that failed.
    ///
    /// @param errorOutputType how, as keys of error objects spell it: `processing-failed`
    public static Partition failed(String errorOutputType) {
        return new Partition(FAILURE + errorOutputType);
    }

    /// How its records failed, if they did.
    public Optional<String> errorOutputType() {
        return name.startsWith(FAILURE)
                ? Optional.of(name.substring(FAILURE.length()))
                : Optional.empty();
    }
}
