package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.encryption.StreamSeals;
import io.hydrant.core.encryption.TestKeys;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.IssuedIds;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.SampleStreams;
import io.hydrant.core.stream.WantedEncryption;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A whole server from ingest to the sink, without threads: it does something only when it is told
/// to, on a clock that stands still. Losing power leaves what its disk was made to keep.
final class Machine {
    static final Path ROOT = Path.of("/logs");

    /// In the name of every file that delivery puts beside a log for a while.
    static final String SCRATCH = "spill-";

    /// Requests of more bytes than this may not be taken in while another one is.
    static final int WAITING_BYTES_MAX = 128 * 1024;

    /// A server that does so much without the clock moving goes round in circles.
    private static final int KINDS_OF_NAMES = 3;

    private static final int REPEATED_ONE_OF = 5;
    private static final int TURNS_MAX = 20_000;

    private static final LogSettings SMALL_SEGMENTS =
            new LogSettings(256 * 1024, 64 * 1024, 256 * 1024);

    final ManualClock clock;
    final MemorySink sink;
    final UnsteadyTransform transform;

    /// What the streams that are transformed go through.
    Transform transformed;

    /// What the streams that are converted go through.
    Transforms converted = Transforms.NONE;

    /// What writes their objects.
    Converter converter = Converter.NONE;

    final SplittableRandom random;
    final boolean flushOnDelete;
    private final LogSettings settings;
    private MemoryDisk.Trouble diskTrouble = (call, file) -> {};
    private Runnable randomTrouble = () -> {};
    private int requests;

    /// Whether requests have no names: those do nothing on the disk before they wait for their
    /// turn.
    boolean isNameless;

    private Runnable onNextWrite = () -> {};
    RoleAssumer roles = (role, stream) -> new Principal.Root("123456789012");

    /// The keys of streams that are encrypted, and these by their logs.
    final TestKeys keys;

    private final Map<String, DeliveryStream> encrypted = new HashMap<>();
    private StreamSeals seals;
    MemoryDisk disk = new MemoryDisk();
    Logs logs;
    Ingest ingest;
    Deliveries deliveries;

    Machine(long seed) {
        this(seed, false);
    }

    Machine(long seed, boolean flushOnDelete) {
        this(seed, flushOnDelete, SMALL_SEGMENTS);
    }

    Machine(long seed, boolean flushOnDelete, LogSettings settings) {
        this.random = new SplittableRandom(seed);
        this.flushOnDelete = flushOnDelete;
        this.settings = settings;
        this.clock = new ManualClock(Instant.parse("2026-11-22T10:59:58Z"));
        this.sink = new MemorySink(clock);
        this.transform = new UnsteadyTransform(clock, random.split());
        this.transformed = transform;
        this.keys = new TestKeys(random);
        powerUp();
    }

    private void powerUp() {
        troubleDisk(diskTrouble);
        RandomGenerator troubled = this::nextLong;
        seals =
                new StreamSeals(
                        keys,
                        keys,
                        log -> Optional.ofNullable(encrypted.get(log)),
                        "us-east-1",
                        Meters.unread(),
                        clock,
                        random); // asked while others hold the disk
        logs = new Logs(ROOT, disk, clock, troubled, settings, Meters.unread(), seals);
        ingest = new Ingest(logs, WAITING_BYTES_MAX, Duration.ofMillis(50));
        Target.Choice objects =
                new Targets(
                        disk,
                        (role, stream) -> roles.assume(role, stream),
                        sink,
                        clock,
                        (plan, into) -> converter.writer(plan, into));
        Target endpoint = new MemoryEndpoint(disk, sink, clock);
        deliveries =
                new Deliveries(
                        logs,
                        stream -> isToEndpoint(stream) ? endpoint : objects.of(stream),
                        this::transform,
                        clock,
                        troubled,
                        flushOnDelete);
    }

    /// The stream as it is encrypted from now on; what it is then must be made known here before
    /// anybody else sees it.
    DeliveryStream encrypt(DeliveryStream stream, boolean byCustomersKey) throws IOException {
        WantedEncryption wanted =
                new WantedEncryption(
                        byCustomersKey ? Optional.of(TestKeys.ARN) : Optional.empty(),
                        new Principal.Root("123456789012"),
                        Circumstances.ofService(clock.instant(), "us-east-1"));
        DeliveryStream changed =
                stream.encrypted(seals.begin(wanted, stream.arn(), stream.encryption()));
        encrypted.put(changed.logId(), changed);
        return changed;
    }

    /// The stream after a change of its configuration, encrypted as it was before.
    DeliveryStream encryptedAs(DeliveryStream before, DeliveryStream after) {
        DeliveryStream changed = before.encryption().map(after::encrypted).orElse(after);
        if (changed.isSecret()) {
            encrypted.put(changed.logId(), changed);
        }
        return changed;
    }

    /// The stream as it is when it is encrypted no longer.
    DeliveryStream decrypt(DeliveryStream stream) {
        DeliveryStream changed =
                stream.encryption()
                        .map(on ->
                                stream.encrypted(
                                        new LogEncryption(
                                                LogEncryption.Status.DISABLED,
                                                Optional.empty(),
                                                on.printKey())))
                        .orElse(stream);
        if (changed.isSecret()) {
            encrypted.put(changed.logId(), changed);
        }
        return changed;
    }

    private Optional<Transform> transform(DeliveryStream stream) {
        if (SampleStreams.s3(stream).activeConversion().isPresent()) {
            return converted.of(stream);
        }
        return isTransformed(stream) ? Optional.of(transformed) : Optional.empty();
    }

    /// Some streams deliver to what is no object store.
    private static boolean isToEndpoint(DeliveryStream stream) {
        return stream.name().endsWith("1") || stream.name().startsWith("endpoint");
    }

    /// Some streams are transformed: they have a place for what fails.
    static boolean isTransformed(DeliveryStream stream) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 -> s3.errorOutputPrefix().isPresent();
        };
    }

    private long nextLong() {
        randomTrouble.run();
        return random.nextLong();
    }

    /// Is run whenever the server asks for a random number, also after it was started again.
    void troubleRandom(Runnable trouble) {
        randomTrouble = trouble;
    }

    /// Is asked before and after every call of the disk, also after the machine was started again.
    void troubleDisk(MemoryDisk.Trouble trouble) {
        diskTrouble = trouble;
        disk.trouble((call, file) -> {
            if (call.equals("write") && !file.toString().contains("invocations.")) {
                Runnable action = onNextWrite;
                onNextWrite = () -> {};
                action.run();
            }
            trouble.on(call, file);
        });
    }

    /// Happens just before the disk is written to, but for the names of requests.
    void onNextWrite(Runnable action) {
        onNextWrite = action;
    }

    /// Starts, or follows a stream that is new.
    void start(List<DeliveryStream> streams) throws IOException {
        Set<String> known = streams.stream().map(DeliveryStream::logId).collect(Collectors.toSet());
        Set<String> doomed = new HashSet<>();
        logs.stored().forEach(log -> doomed.add(ProcessedLog.streamsOwn(log)));
        doomed.removeAll(known);
        logs.sortOut(known, doomed);
        deliveries.resume(streams);
    }

    /// Cuts the power, if it is still on, and puts the machine on again.
    void restart(List<DeliveryStream> streams) throws IOException {
        losePower();
        start(streams);
    }

    /// Cuts the power, if it is still on; what was not forced may be gone.
    void losePower() {
        disk = disk.losePower(random);
        powerUp();
    }

    /// Kills the server; what it wrote is there, forced or not.
    void kill() {
        disk = disk.killPrograms();
        powerUp();
    }

    void put(DeliveryStream stream, String... records) {
        put(
                stream,
                RecordBatch.of(
                        Arrays.stream(records)
                                .map(record -> record.getBytes(StandardCharsets.UTF_8))
                                .toList()));
    }

    void put(DeliveryStream stream, List<byte[]> records) {
        put(stream, RecordBatch.of(records));
    }

    /// Requests have names of every kind; some are sent again when they were acknowledged, and then
    /// are answered alike or refused.
    private void put(DeliveryStream stream, RecordBatch records) {
        int number = isNameless ? 0 : requests++;
        IssuedIds ids = ingest.put(stream, records.named(name(number, false)));
        if (number % KINDS_OF_NAMES != 0 && number % REPEATED_ONE_OF == 1) {
            assertSame(stream, records.named(name(number, true)), ids);
        }
    }

    private static Optional<RequestName> name(int number, boolean isRepeat) {
        return switch (number % KINDS_OF_NAMES) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new ClientToken("machine", number));
            default -> Optional.of(Invocation.of("call " + number, isRepeat));
        };
    }

    private void assertSame(DeliveryStream stream, RecordBatch repeat, IssuedIds ids) {
        try {
            assertThat(ingest.put(stream, repeat)).isEqualTo(ids);
        } catch (ServiceException e) {
            assertThat(e.code()).isEqualTo("ServiceUnavailableException");
        }
    }

    /// Does all that is due now, as long as there is power.
    void run() {
        ArrayDeque<Deliveries.Work> puts = new ArrayDeque<>();
        Instant since = clock.instant();
        int turns = 0;
        while (disk.hasPower()) {
            if (!clock.instant().equals(since)) {
                since = clock.instant();
                turns = 0;
            } else if (turns++ == TURNS_MAX) {
                throw new IllegalStateException("There is always something due at " + since);
            }
            Optional<StreamDelivery> due = deliveries.agenda().takeDue(clock.instant());
            if (due.isPresent()) {
                deliveries.turn(due.get(), puts::add);
            } else if (!puts.isEmpty()) {
                deliveries.carryOut(puts.remove());
            } else {
                return;
            }
        }
    }

    /// Lets time pass, and does what falls due when it falls due.
    void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        run();
        Optional<Instant> next = deliveries.agenda().nextDue();
        while (disk.hasPower() && next.isPresent() && !next.get().isAfter(end)) {
            if (next.get().isAfter(clock.instant())) {
                clock.set(next.get());
            }
            run();
            next = deliveries.agenda().nextDue();
        }
        if (clock.instant().isBefore(end)) {
            clock.set(end);
        }
    }

    StreamStatus status(DeliveryStream stream) {
        StreamDelivery delivery = deliveries.find(stream.logId()).orElseThrow();
        return delivery.status(deliveries.agenda().due(delivery));
    }

    /// Figures that are known, since the stream had a turn.
    StreamStatus.Figures figures(DeliveryStream stream) {
        return status(stream).figures().orElseThrow();
    }

    /// Everything that was delivered of a stream, in the order of its objects.
    String delivered(DeliveryStream stream) throws IOException {
        StringBuilder text = new StringBuilder();
        for (MemorySink.StoredObject object : sink.objectsOf(stream.logId())) {
            text.append(new String(object.payload(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
