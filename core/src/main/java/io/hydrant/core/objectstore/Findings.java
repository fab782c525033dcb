package io.hydrant.core.objectstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Counts files of one kind that a start found, and tells of them in a sentence. For one thread.
final class Findings {
    private long count;
    private long bytes;
    private Optional<Instant> oldest = Optional.empty();
    private Optional<Instant> newest = Optional.empty();
    private Optional<String> example = Optional.empty();

    void add(long length, Instant written, String name) {
        count++;
        bytes += length;
        oldest = Optional.of(oldest.filter(written::isAfter).orElse(written));
        newest = Optional.of(newest.filter(written::isBefore).orElse(written));
        example = example.or(() -> Optional.of(name));
    }

    boolean any() {
        return count > 0;
    }

    /// `45 files`
    String files() {
        return "%,d %s".formatted(count, count == 1 ? "file" : "files");
    }

    String example() {
        return example.orElse("?");
    }

    /// `45 files (1,234 bytes, written 2026-11-23T10:00:00Z to 2026-11-23T10:05:00Z; one is
    /// s3://b/k)`
    @Override
    public String toString() {
        return "%s (%,d bytes, written %s to %s; one is %s)"
                .formatted(
                        files(),
                        bytes,
                        oldest.map(Findings::seconds).orElse("?"),
                        newest.map(Findings::seconds).orElse("?"),
                        example());
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
