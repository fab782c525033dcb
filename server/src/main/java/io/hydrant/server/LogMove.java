package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.stream.LogEnds;
import io.hydrant.kafka.KafkaSettings;
import io.hydrant.kafka.LogTransfer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Moves the logs of a stopped server from its data directory into Kafka: records that are not
/// delivered are delivered from there, each once, and positions go on. Its catalog and objects stay
/// where they are.
public final class LogMove {
    private LogMove() {}

    /// What came of it.
    ///
    /// @param records how many each stream's logs had on disk, delivered ones among them
    /// @param aside where the folder of the logs is now
    public record Outcome(SequencedMap<String, Long> records, Path aside) {}

    /// Killed in the middle, it has changed nothing, or all but the place of the folder: the same
    /// again does the rest.
    ///
    /// @throws IOException with a message for people; then the server starts as before
    public static Outcome carryOut(Path from, KafkaSettings kafka) throws IOException {
        Disk disk = new RealDisk();
        DataFolder folder = new DataFolder(from);
        if (!disk.exists(folder.catalog())) {
            throw new IOException(
                    from
                            + " has no catalog (catalog.db), and it is there that it is written"
                            + " down where logs are. Move the logs before the catalog.");
        }
        try (DataDirectory data = DataDirectory.lock(from, disk, "Stop the server first.")) {
            if (isMovedWhole(folder, disk)) {
                return new Outcome(new LinkedHashMap<>(), folder.movedLogs());
            }
            data.checkWhole(disk);
            try (SqliteDatabase catalog =
                    SqliteDatabase.openAll(
                            folder.catalog(), ServerLogs.catalog(true), data.catalogMark(disk))) {
                SequencedMap<String, Long> records = moved(catalog, folder, disk, kafka);
                return new Outcome(records, asideOf(folder, disk));
            }
        }
    }

    /// Whether the catalog went elsewhere after the logs.
    private static boolean isMovedWhole(DataFolder folder, Disk disk) throws IOException {
        Optional<String> catalog =
                CatalogElsewhere.read(folder, disk).flatMap(CatalogElsewhere::address);
        boolean hasLogs = !disk.names(folder.logs()).isEmpty();
        if (catalog.isPresent() && hasLogs) {
            throw new IOException(
                    "The catalog of %s is in %s already, and logs are moved before it or with it. Start the server with --database and without --kafka, have the streams delivered and deleted, and create them again; or, as long as nothing was changed in the database, delete %s, empty the database, and move both."
                            .formatted(folder.root(), catalog.get(), folder.catalogElsewhere()));
        }
        return catalog.isPresent();
    }

    private static SequencedMap<String, Long> moved(
            Database catalog, DataFolder folder, Disk disk, KafkaSettings kafka)
            throws IOException {
        Map<String, String> names = catalog.read(ServerLogs::streams);
        Set<String> before = LogTransfer.known(catalog);
        List<String> logs = new ArrayList<>();
        for (String log : disk.names(folder.logs())) {
            if (names.containsKey(ShardLog.streams(log)) && !before.contains(log)) {
                logs.add(log);
            }
        }
        SequencedMap<String, Long> records = new LinkedHashMap<>();
        try (LogTransfer transfer = LogTransfer.open(kafka, catalog);
                Logs stored =
                        new Logs(folder.logs(), disk, InstantSource.system(), new SecureRandom())) {
            catalog.read(LogEnds::noted).forEach(stored::expectEnd);
            for (String log : logs) {
                String name = String.valueOf(names.get(ShardLog.streams(log)));
                records.merge(name, moved(transfer, stored, log, name), Long::sum);
            }
            transfer.commit(catalog);
        }
        return records;
    }

    private static long moved(LogTransfer transfer, Logs stored, String log, String stream)
            throws IOException {
        try {
            return transfer.move(stored, log);
        } catch (LogDamagedException e) {
            throw new IOException(
                    "The stream %s cannot be moved: %s. `hydrant check` tells more; put its log back from a backup, or start the server and delete the stream."
                            .formatted(stream, e.getMessage()),
                    e);
        }
    }

    /// Kept, since nobody but the operator can say that it is of no use anymore.
    private static Path asideOf(DataFolder folder, Disk disk) throws IOException {
        Path aside = folder.movedLogs();
        if (!disk.names(folder.logs()).isEmpty()) {
            if (disk.exists(aside)) {
                throw new IOException(
                        aside
                                + " is there already, from an earlier move. Remove it, and give the"
                                + " same command again.");
            }
            disk.rename(folder.logs(), aside);
            disk.sync(folder.root());
        }
        return aside;
    }
}
