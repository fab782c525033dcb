package io.hydrant.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What each stream has in a bucket, counted in the files of the S3, which costs none of the
/// processes that are measured anything. Keys begin with the stream's name.
record StoredObjects(Map<String, Tally> streams) {
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

    /// What s3proxy still writes has another name.
    private static boolean isObject(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().contains(".tmp-");
    }

    Tally of(String stream) {
        return streams.getOrDefault(stream, Tally.NONE);
    }

    Tally all() {
        return streams.values().stream().reduce(Tally.NONE, Tally::plus);
    }
}
