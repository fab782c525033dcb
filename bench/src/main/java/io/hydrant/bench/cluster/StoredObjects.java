package io.hydrant.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What each stream has in a bucket, counted in the files of the S3, which costs none of the
/// processes that are measured anything. Keys begin with the stream's name.
record StoredObjects(Map<String, Tally> streams) {
    /// What s3proxy still writes has a UUID behind the name, which ends with one itself.
    private static final Pattern BEING_WRITTEN =
            Pattern.compile("-[0-9a-f]{12}(-[0-9a-f]{4,12}){5}$");

    record Tally(long objects, long bytes) {
        static final Tally NONE = new Tally(0, 0);

        Tally plus(Tally other) {
            return new Tally(objects + other.objects, bytes + other.bytes);
        }
    }

    /// @param bucket its folder
    static StoredObjects in(Path bucket) {
        Map<String, Tally> streams = new HashMap<>();
        try (Stream<Path> names = Files.list(bucket)) {
            names.filter(Files::isDirectory)
                    .forEach(stream -> streams.put(stream.getFileName().toString(), tally(stream)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StoredObjects(streams);
    }

    /// A file that gets its name meanwhile is seen next time.
    private static Tally tally(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(StoredObjects::isObject)
                    .map(file -> new Tally(1, file.toFile().length()))
                    .reduce(Tally.NONE, Tally::plus);
        } catch (NoSuchFileException removedMeanwhile) {
            return Tally.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException renamedMeanwhile) {
            return tally(folder);
        }
    }

    private static boolean isObject(Path file) {
        return Files.isRegularFile(file)
                && !BEING_WRITTEN.matcher(file.getFileName().toString()).find();
    }

    Tally of(String stream) {
        return streams.getOrDefault(stream, Tally.NONE);
    }

    Tally all() {
        return streams.values().stream().reduce(Tally.NONE, Tally::plus);
    }
}
