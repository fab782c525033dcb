package io.hydrant.core.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// The records of a stream that share objects: all of them, where nothing is partitioned; those
/// with the same partition keys; or those that failed in the same way.
///
/// @param name empty for all of them; otherwise stable, since it is kept with the records
public record Partition(String name) {
    /// Names are kept in UTF-8: what that cannot tell apart is one partition.
    public Partition {
        name = isWritten(name) ? name : new String(name.getBytes(UTF_8), UTF_8);
    }

    /// Whether UTF-8 can write it, as far as is seen at a glance.
    private static boolean isWritten(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// The one partition of a stream that has no others.
    public static final Partition WHOLE = new Partition("");

    private static final String FAILURE = "!";
    private static final String KEYED = "=";

    /// Records that failed.
    ///
    /// @param errorOutputType how, as keys of error objects spell it: `processing-failed`
    public static Partition failed(String errorOutputType) {
        return new Partition(FAILURE + errorOutputType);
    }

    /// Records with the same keys.
    ///
    /// @param prefix that of their objects, with the values of the keys in their places
    public static Partition keyed(String prefix) {
        return new Partition(KEYED + prefix);
    }

    /// The prefix of its objects, where it decides about that.
    public Optional<String> prefix() {
        return name.startsWith(KEYED) ? Optional.of(name.substring(1)) : Optional.empty();
    }

    /// Whether it is one of those of which there may be so many at once.
    public boolean isCounted() {
        return name.startsWith(KEYED);
    }

    /// How its records failed, if they did.
    public Optional<String> errorOutputType() {
        return name.startsWith(FAILURE)
                ? Optional.of(name.substring(FAILURE.length()))
                : Optional.empty();
    }
}
