package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is found in a log that nobody uses, with what the catalog and the checkpoint know of it.
class LogCheckTest {
    private static final Path LOG = LogRecords.ROOT.resolve("a");
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void aLogThatIsGoneLacksAllThatTheCatalogKnows() throws IOException {
        fill(1, 300, LogSettings.DEFAULT);
        for (Path name : disk.list(LOG)) {
            disk.delete(LOG.resolve(name));
        }
        assertThat(check(300).lacking()).isEqualTo(300);
        disk.delete(LOG);
        LogCheck.Report report = check(300);
        assertThat(report.lacking()).isEqualTo(300);
        assertThat(report.damage())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("up to position 300, as the catalog notes", "found none");
        assertThat(check(0).damage()).isEmpty();
    }

    @Test
    void aLogThatIsCutLacksWhatWasBehind() throws IOException {
        fill(100, 300, LogSettings.DEFAULT);
        Path segment = segments().getFirst();
        long length = length(segment);
        cut(segment, length - 10);
        LogCheck.Report cut = check(300);
        assertThat(cut.lacking()).isEqualTo(3); // a request has three
        assertThat(cut.tornBytes()).isZero();
        assertThat(cut.damage()).hasSize(1);
        assertThat(check(297).damage()).isEmpty();
        assertThat(check(297).tornBytes()).isPositive();
        cut(segment, 0);
        assertThat(check(300).lacking()).isEqualTo(300);
        assertThat(check(300).damage()).hasSize(1);
    }

    @Test
    void oneBitOfTheOnlyRequestIsAllOfIt() throws IOException {
        fill(1, 300, LogSettings.DEFAULT);
        flip(segments().getFirst(), 2000 * 8);
        LogCheck.Report report = check(300);
        assertThat(report.lacking()).isEqualTo(300);
        assertThat(report.damage()).hasSize(1);
        assertThat(report.tornBytes()).isZero();
    }

    @Test
    void whatTheCheckpointNeedsIsMissedAtBothEnds() throws IOException {
        fill(100, 300, LogRecords.SMALL);
        checkpoint(150, 210);
        assertThat(check(0).damage()).isEmpty();
        List<Path> segments = segments();
        byte[] first = bytes(segments.getFirst());
        disk.delete(segments.getFirst());
        assertThat(check(300).damage()).as("nobody needs it").isEmpty();
        for (Path segment : segments.subList(1, segments.size() - 1)) {
            disk.delete(segment);
        }
        long begin = Segment.firstPosition(segments.getLast().getFileName());
        assertThat(check(300).lacking()).isEqualTo(begin - 150);
        assertThat(check(300).damage()).hasSize(1);
        disk.delete(segments.getLast());
        write(segments.getFirst(), first);
        assertThat(check(0).lacking()).as("the checkpoint has seen them").isEqualTo(60);
        assertThat(check(300).lacking()).isEqualTo(150);
    }

    @Test
    void whatEitherReaderNeedsIsMissed() throws IOException {
        fill(100, 300, LogRecords.SMALL);
        checkpoint(250, 250);
        try (Logs logs = logs(LogRecords.SMALL)) {
            logs.log("a").forBackup().checkpoint(1, "100 200".getBytes(StandardCharsets.UTF_8));
        }
        disk.delete(segments().getFirst());
        assertThat(check(300).damage()).as("nobody needs it").isEmpty();
        for (Path segment : segments().subList(0, segments().size() - 3)) {
            disk.delete(segment);
        }
        long begin = Segment.firstPosition(segments().getFirst().getFileName());
        assertThat(check(300).lacking()).isEqualTo(begin - 100);
        flip(LOG.resolve("backup-checkpoint"), 1200);
        assertThat(check(300).damage())
                .anyMatch(damage -> String.valueOf(damage).contains("backup-checkpoint"));
    }

    @Test
    void aDocumentOfTheBackupThatIsGoneIsFound() throws IOException {
        fill(1, 3, LogRecords.SMALL);
        try (Logs logs = logs(LogRecords.SMALL)) {
            logs.log("a").checkpoint(1, "3 3 backed-up".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(check(3).damage())
                .singleElement()
                .asString()
                .contains("backup-checkpoint", "found no file");
        try (Logs logs = logs(LogRecords.SMALL)) {
            logs.log("a").forBackup().checkpoint(1, "0 0".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(check(3).damage()).isEmpty();
    }

    @Test
    void aStopBetweenTwoRenamesOfTheCheckpointIsNoDamage() throws IOException {
        fill(100, 300, LogRecords.SMALL);
        checkpoint(100, 120);
        checkpoint(150, 150);
        disk.delete(segments().getFirst());
        disk.rename(LOG.resolve("checkpoint"), LOG.resolve("checkpoint.new"));
        write(LOG.resolve("checkpoint.old"), new byte[0]);
        assertThat(check(300).damage()).isEmpty();
        assertThat(disk.exists(LOG.resolve("checkpoint"))).isFalse();
    }

    /// Whatever one does to its files: the check says that nothing is missing only if the server
    /// has all of it.
    @Test
    void nothingIsMissingOnlyIfAllCanBeRead() throws IOException {
        long seed = Seed.of(LogCheckTest.class).value();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            for (Path name : disk.exists(LOG) ? disk.list(LOG) : List.<Path>of()) {
                disk.delete(LOG.resolve(name));
            }
            int requests = 1 + random.nextInt(40);
            fill(
                    requests,
                    requests * 3,
                    random.nextBoolean() ? LogRecords.SMALL : LogSettings.DEFAULT);
            long needed = random.nextInt(requests * 3);
            checkpoint(needed, needed);
            for (int harm = random.nextInt(3); harm > 0; harm--) {
                harm(random);
            }
            LogCheck.Report report = check(requests * 3L);
            boolean isWhole = canBeRead(needed, requests * 3L);
            String told = "round %d, seed %d: %s".formatted(round, seed, report);
            if (!isWhole) {
                assertThat(report.damage()).as(told).isNotEmpty();
            } else if (report.lacking() > 0) {
                throw new AssertionError(told);
            }
        }
    }

    private void harm(SplittableRandom random) throws IOException {
        List<Path> segments = segments();
        if (segments.isEmpty()) {
            return;
        }
        Path segment = segments.get(random.nextInt(segments.size()));
        int length = (int) length(segment);
        switch (random.nextInt(4)) {
            case 0 -> disk.delete(segment);
            case 1 -> cut(segment, random.nextInt(length + 1));
            case 2 -> cut(segment, 0);
            default -> flip(segment, random.nextInt(Math.max(1, length * 8)));
        }
    }

    private boolean canBeRead(long from, long end) {
        try (Logs logs = logs(LogRecords.SMALL)) {
            logs.expectEnd("a", end);
            List<String> found = LogRecords.from(logs.log("a"), from);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).startsWith("record " + (from + i) + " ");
            }
            return found.size() == end - from;
        } catch (IOException e) {
            return false;
        }
    }

    private Logs logs(LogSettings settings) {
        return LogRecords.logs(disk, clock, new SplittableRandom(1), settings);
    }

    private void fill(int requests, int records, LogSettings settings) throws IOException {
        try (Logs logs = logs(settings)) {
            DurableLog log = logs.log("a");
            for (int request = 0; request < requests; request++) {
                String[] batch = new String[records / requests];
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = "record %d %s".formatted(request * batch.length + i, "x".repeat(50));
                }
                LogRecords.append(log, batch);
            }
        }
    }

    private void checkpoint(long from, long until) throws IOException {
        try (Logs logs = logs(LogRecords.SMALL)) {
            logs.log("a").checkpoint(1, (from + " " + until).getBytes(StandardCharsets.UTF_8));
        }
    }

    private LogCheck.Report check(long expectedEnd) throws IOException {
        return LogCheck.of(
                disk,
                LOG,
                expectedEnd,
                document -> {
                    String[] ends = new String(document, StandardCharsets.UTF_8).split(" ", 3);
                    return new LogNeed(
                            Long.parseLong(ends[0]), Long.parseLong(ends[1]), ends.length > 2);
                });
    }

    private List<Path> segments() throws IOException {
        return disk.list(LOG).stream().filter(Segment::isName).map(LOG::resolve).toList();
    }

    private long length(Path file) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            return opened.length();
        }
    }

    private byte[] bytes(Path file) throws IOException {
        try (DiskFile opened = disk.openForReading(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) opened.length());
            Segment.readFully(opened, bytes, 0);
            return bytes.array();
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        disk.delete(file);
        try (DiskFile created = disk.create(file)) {
            created.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private void cut(Path file, long length) throws IOException {
        try (DiskFile opened = disk.open(file)) {
            opened.truncate(length);
        }
    }

    private void flip(Path file, int bit) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes.length > bit / 8) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            write(file, bytes);
        }
    }
}
