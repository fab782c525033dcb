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
    private static final String CONVERTED = "*";

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

    /// The part of this one whose records are converted by the same plan.
    ///
    /// @param plan without the sign of equality
    public Partition convertedBy(String plan) {
        return new Partition(CONVERTED + plan + name);
    }

    /// By which plan its records are converted, if they are.
    public Optional<String> plan() {
        return name.startsWith(CONVERTED)
                ? Optional.of(name.substring(CONVERTED.length(), endOfPlan()))
                : Optional.empty();
    }

    private int endOfPlan() {
        int end = name.startsWith(CONVERTED) ? name.indexOf(KEYED) : 0;
        return end < 0 ? name.length() : end;
    }

    /// The prefix of its objects, where it decides about that. One prefix may have several
    /// partitions, converted by different plans.
    public Optional<String> prefix() {
        int at = endOfPlan();
        return name.startsWith(KEYED, at)
                ? Optional.of(name.substring(at + KEYED.length()))
                : Optional.empty();
    }

    /// How its records failed, if they did.
    public Optional<String> errorOutputType() {
        return name.startsWith(FAILURE)
                ? Optional.of(name.substring(FAILURE.length()))
                : Optional.empty();
    }
}
