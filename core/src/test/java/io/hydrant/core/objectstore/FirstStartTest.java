package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.HighWaterMark;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog and the index of a store that get to know each other, and a process that is killed
/// meanwhile.
class FirstStartTest {
    private static final List<Database.Schema> SCHEMA =
            List.of(
                    new Database.Schema(
                            "main", List.of("CREATE TABLE a (id INTEGER PRIMARY KEY);\n")));

    @TempDir Path folder;

    /// Before each call to the disk the state is copied; each copy is started with.
    @Test
    void aKillAtAnyInstantLeavesWhatTheNextStartTakesUp() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        int[] count = {0};
        Disk disk =
                watched(
                        Disk.class,
                        new RealDisk(),
                        () -> {
                            copy(data, folder.resolve("killed-" + count[0]));
                            count[0]++;
                        });
        startAndStop(data, disk);
        assertThat(count[0]).isGreaterThan(20);
        for (int i = 0; i < count[0]; i++) {
            startAndStop(folder.resolve("killed-" + i), new RealDisk());
        }
    }

    private static void startAndStop(Path data, Disk disk) throws IOException {
        Path mark = data.resolve("catalog.mark");
        Path index = data.resolve("s3/index.db");
        Path catalog = data.resolve("catalog.db");
        SqliteDatabase.checkKnown(disk, index, mark);
        SqliteDatabase.checkKnown(disk, catalog, data.resolve("s3/index.mark"));
        try (SqliteDatabase database =
                        SqliteDatabase.openAll(
                                catalog,
                                SCHEMA,
                                new HighWaterMark(
                                        disk, mark, HighWaterMark.Timing.WITH_EACH_COMMIT));
                S3Store store =
                        S3Store.open(
                                data.resolve("s3"),
                                disk,
                                InstantSource.system(),
                                new SplittableRandom(1),
                                "us-east-1",
                                "000000000000")) {
            store.meet(database);
            assertThat(SqliteDatabase.isKnown(disk, mark)).isTrue();
            assertThat(SqliteDatabase.isKnown(disk, data.resolve("s3/index.mark"))).isTrue();
        }
    }

    private interface Watcher {
        void look() throws IOException;
    }

    private static <T> T watched(Class<T> type, T target, Watcher watcher) {
        Thread starting = Thread.currentThread();
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (Thread.currentThread().equals(starting)) {
                                watcher.look();
                            }
                            try {
                                Object result = method.invoke(target, arguments);
                                return result instanceof Disk.DiskFile file
                                        ? watched(Disk.DiskFile.class, file, watcher)
                                        : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException e) {
                    // It was of SQLite's, which removes files while we look.
                }
            }
        }
    }
}
