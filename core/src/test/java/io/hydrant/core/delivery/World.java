package io.hydrant.core.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.BackupLog;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A machine, the streams that its catalog holds, and an account of all that was ever sent to it.
/// The catalog is never lost: what is created, updated or deleted stays so through every crash.
final class World {
    /// A checkpoint names at most a few objects. Files of the names of requests whose records were
    /// trimmed.
    private static final String NAMES = "tokens(\\.old)?|invocations\\.[01]";

    private static final String FILES = NAMES + "|(backup-)?checkpoint(\\.old)?|\\d{20}\\.log";

    private static final List<String> CHECKPOINTS = List.of("checkpoint", "backup-checkpoint");

    /// A log that nothing is appended to anymore keeps what a crash left of its last checkpoint.
    private static final String RESTING = FILES + "|checkpoint\\.new";

    private static final long CHECKPOINT_BYTES_MAX = 4096;

    private static final Pattern EPOCH = Pattern.compile("epoch=([0-9a-f]{16})\n");
    private static final long POLL_NANOS = 20_000;
    private static final String INTENT = "\"format\"";

    final Machine machine;
    private final LogSettings settings;
    private final List<DeliveryStream> streams = new ArrayList<>();
    private final Map<Path, Long> epochs = new HashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    World(long seed, boolean flushOnDelete, LogSettings settings) {
        this.settings = settings;
        this.machine = new Machine(seed, flushOnDelete, settings);
    }

    /// Sends a batch and waits for the answer. Whether it was acknowledged.
    @FunctionalInterface
    private interface Request {
        boolean send();
    }

    /// What a stream is configured with.
    ///
    /// @param delimits whether every record is ended with a newline
    /// @param transforms whether the records go through the [UnsteadyTransform]
    /// @param backup where source records go as well: interval, format and bucket of it count
    record Configuration(
            Duration interval,
            CompressionFormat format,
            String bucket,
            boolean delimits,
            boolean transforms,
            Optional<Configuration> backup) {
        Configuration(
                Duration interval, CompressionFormat format, String bucket, boolean delimits) {
            this(interval, format, bucket, delimits, false, Optional.empty());
        }

        Configuration transformed() {
            return new Configuration(interval, format, bucket, delimits, true, backup);
        }

        Configuration backedUp(Configuration place) {
            return new Configuration(
                    interval, format, bucket, delimits, transforms, Optional.of(place));
        }
    }

    List<DeliveryStream> streams() {
        return List.copyOf(streams);
    }

    /// The stream that has this name now.
    DeliveryStream stream(String name) {
        return streams.stream().filter(at -> at.name().equals(name)).findFirst().orElseThrow();
    }

    /// Nothing can be asked of a server that is off.
    boolean isOn() {
        return machine.disk.hasPower();
    }

    void create(String name, Configuration configuration) {
        int number = accounts.size();
        DeliveryStream created = stream(name, "log-" + number + "-of-" + name, 1, configuration);
        streams.add(created);
        accounts.put(created.logId(), new Account(number, created));
        machine.deliveries.created(created);
    }

    void update(String name, Configuration configuration) {
        DeliveryStream before = stream(name);
        DeliveryStream given = stream(name, before.logId(), before.version() + 1, configuration);
        // A backup that is on stays on.
        DeliveryStream backedUp =
                configuration.backup().isPresent()
                        ? given
                        : SampleStreams.to(
                                given, given.destination().withBackupOf(before.destination()));
        DeliveryStream after = machine.encryptedAs(before, backedUp);
        streams.set(streams.indexOf(before), after);
        account(after).configured(after);
        machine.deliveries.updated(after);
    }

    private static DeliveryStream stream(
            String name, String logId, int version, Configuration configuration) {
        DeliveryStream stream =
                SampleStreams.stream(
                        name,
                        logId,
                        version,
                        1,
                        configuration.interval(),
                        configuration.format(),
                        configuration.bucket(),
                        configuration.delimits() ? List.of("AppendDelimiterToRecord") : List.of(),
                        configuration.transforms() ? Optional.of("errors/") : Optional.empty());
        return configuration
                .backup()
                .map(place ->
                        SampleStreams.backedUp(
                                stream, 1, place.interval(), place.format(), place.bucket()))
                .orElse(stream);
    }

    /// Has what is put from now on encrypted, or kept in clear. Whether that was possible.
    boolean encrypt(String name, boolean isOn, boolean byCustomersKey) {
        DeliveryStream before = stream(name);
        try {
            DeliveryStream after =
                    isOn ? machine.encrypt(before, byCustomersKey) : machine.decrypt(before);
            streams.set(streams.indexOf(before), after);
            account(after).configured(after);
            machine.deliveries.updated(after);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            return false;
        }
    }

    void delete(String name) {
        DeliveryStream stream = stream(name);
        streams.remove(stream);
        if (!machine.flushOnDelete) {
            account(stream).discarded();
        }
        machine.deliveries.deleted(stream);
    }

    void flush(String name) {
        machine.deliveries.flush(stream(name));
    }

    private Account account(DeliveryStream stream) {
        return requireNonNull(accounts.get(stream.logId()));
    }

    /// Sends a batch of records of these lengths. Whether it was acknowledged.
    boolean put(String name, int... lengths) {
        return request(stream(name), lengths).send();
    }

    /// Sends the other batches while the first is being written, so that they share the next write.
    void putTogether(String name, int[] first, List<int[]> others) {
        DeliveryStream stream = stream(name);
        machine.isNameless = true;
        Request request = request(stream, first);
        List<Thread> waiting = new ArrayList<>();
        machine.onNextWrite(() -> {
            for (int[] lengths : others) {
                waiting.add(waiting(request(stream, lengths)));
            }
        });
        request.send();
        machine.onNextWrite(() -> {});
        waiting.forEach(World::join);
        machine.isNameless = false;
    }

    /// A request that is sent now; its answer is accounted for.
    private Request request(DeliveryStream stream, int[] lengths) {
        Account account = account(stream);
        int number = account.batchCount();
        List<byte[]> records = account.send(lengths, machine.clock.instant());
        return () -> {
            boolean isAcknowledged = isAcknowledged(stream, records);
            account.answered(number, machine.clock.instant(), isAcknowledged);
            return isAcknowledged;
        };
    }

    private boolean isAcknowledged(DeliveryStream stream, List<byte[]> records) {
        try {
            machine.put(stream, records);
            return true;
        } catch (ServiceException e) {
            return false;
        }
    }

    /// Returns when the request waits for its turn, or was refused at once.
    private static Thread waiting(Request request) {
        Thread thread = Thread.ofPlatform().daemon().start(request::send);
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void setClockBack(Duration by) {
        machine.clock.advance(by.negated());
        accounts.values().forEach(Account::clockWasSetBack);
    }

    /// How the server ends: alone, or with its whole machine.
    enum Crash {
        KILL,
        POWER_LOSS
    }

    /// The end and a new start, which may end in another crash or failure. What a deleted stream
    /// still had to deliver is discarded then.
    void restart(Crash crash) throws IOException {
        switch (crash) {
            case KILL -> machine.kill();
            case POWER_LOSS -> {
                machine.losePower();
                epochs.clear(); // What was not forced yet may be gone.
            }
        }
        accounts.values().stream()
                .filter(account -> !streams.contains(account.stream()))
                .forEach(Account::discarded);
        machine.start(streams);
        machine.run();
    }

    /// What holds at any time between two requests: no file is left open, and what is to be kept in
    /// mind of each stream is small.
    void checkBounds() {
        assertThat(machine.disk.openForReading()).as("open for reading").isEmpty();
        Set<Path> writing = new HashSet<>();
        for (Path file : machine.disk.openForWriting()) {
            assertThat(writing.add(file.getParent()))
                    .as("a second file is open: %s", file)
                    .isTrue();
        }
        for (DeliveryStream stream : streams) {
            for (Path log : directories(stream)) {
                for (String name : CHECKPOINTS) {
                    Path file = log.resolve(name);
                    machine.disk
                            .content(file)
                            .ifPresent(checkpoint -> checkCheckpoint(file, checkpoint));
                }
            }
        }
    }

    /// Every intent has one format.
    private void checkCheckpoint(Path file, byte[] content) {
        assertThat((long) content.length).as("checkpoint").isLessThan(CHECKPOINT_BYTES_MAX);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        checkEpoch(file, text);
        int intents = 0;
        for (int at = text.indexOf(INTENT); at >= 0; at = text.indexOf(INTENT, at + 1)) {
            intents++;
        }
        assertThat(intents).as(text).isLessThanOrEqualTo(Cutting.OBJECTS_MAX);
    }

    /// A checkpoint is replaced by the same reader or by a later one.
    private void checkEpoch(Path file, String checkpoint) {
        Matcher epoch = EPOCH.matcher(checkpoint);
        if (epoch.find()) {
            long now = Long.parseLong(epoch.group(1), 16);
            long before = epochs.getOrDefault(file, 0L);
            assertThat(now).as("epoch of %s", file).isGreaterThanOrEqualTo(before);
            epochs.put(file, now);
        }
    }

    private static List<Path> directories(DeliveryStream stream) {
        return List.of(
                Machine.ROOT.resolve(stream.logId()),
                Machine.ROOT.resolve(ProcessedLog.idOf(stream.logId())));
    }

    /// From here on the world is well, and everything before is delivered.
    void calm() {
        accounts.values().forEach(account -> account.calm(machine.clock.instant()));
    }

    /// What holds when the world has been well for a while: every record is accounted for, and
    /// nothing else is left of it.
    void checkAtRest() throws IOException {
        machine.run();
        checkBounds();
        for (DeliveryStream stream : streams) {
            StreamStatus status = machine.status(stream);
            assertThat(status.backlogRecords()).as("%s: %s", stream.logId(), status).isZero();
            assertThat(status.failures()).as("%s: %s", stream.logId(), status).isZero();
            assertThat(status.backup().isPresent()).isEqualTo(stream.forBackup().isPresent());
            status.backup().ifPresent(backup -> checkAtRest(stream, backup));
        }
        for (Map.Entry<String, Account> account : accounts.entrySet()) {
            account.getValue()
                    .check(
                            machine.sink.objectsOf(account.getKey()),
                            machine.sink.objectsOf(ProcessedLog.idOf(account.getKey())),
                            machine.transform);
            account.getValue()
                    .checkBackup(machine.sink.objectsOf(BackupLog.idOf(account.getKey())));
        }
        assertThat(machine.sink.changed()).as("put again with other bytes").isEmpty();
        checkDisk();
        machine.logs.close();
        assertThat(machine.disk.openForWriting()).as("open for writing").isEmpty();
    }

    private static void checkAtRest(DeliveryStream stream, StreamStatus.Backup backup) {
        assertThat(backup.figures().orElseThrow().backlogRecords())
                .as("backup of %s: %s", stream.logId(), backup)
                .isZero();
        assertThat(backup.failures()).as("backup of %s: %s", stream.logId(), backup).isZero();
    }

    private void checkDisk() {
        Set<Path> directories = new HashSet<>();
        streams.forEach(stream -> directories.addAll(directories(stream)));
        Map<Path, Integer> files = machine.disk.files();
        Map<Path, Long> bytes = new LinkedHashMap<>();
        files.forEach((file, length) -> {
            assertThat(directories).contains(file.getParent());
            String name = file.getFileName().toString();
            assertThat(name)
                    .as("in %s of %s", file.getParent(), files)
                    .matches(file.toString().contains(".processed/") ? RESTING : FILES);
            if (!name.matches(NAMES)) {
                bytes.merge(file.getParent(), (long) length, Long::sum);
            }
        });
        assertThat(bytes.values())
                .as("bytes of delivered logs: %s", machine.disk.files())
                .allMatch(used ->
                        used <= settings.restBytes() + CHECKPOINTS.size() * CHECKPOINT_BYTES_MAX);
    }
}
