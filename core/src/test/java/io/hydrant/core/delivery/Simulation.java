package io.hydrant.core.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One seeded run: some hours of traffic, changes and troubles, then all is well again, and every
/// record is accounted for.
final class Simulation {
    private static final int STREAMS = 3;
    private static final int STEPS = 120;
    private static final CompressionFormat[] FORMATS = {
        CompressionFormat.UNCOMPRESSED, CompressionFormat.GZIP
    };

    private final SplittableRandom random;
    private final Machine machine;
    private final List<DeliveryStream> streams = new ArrayList<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private int callsUntilCut = Integer.MAX_VALUE;
    private double diskFailures;
    private double sinkFailures;
    private boolean isSinkDown;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        machine = new Machine(random.nextLong());
        for (int i = 0; i < STREAMS; i++) {
            DeliveryStream stream = variant("stream" + i, 1);
            streams.add(stream);
            accounts.put(stream.logId(), new Account(stream.name()));
        }
    }

    private DeliveryStream variant(String name, int version) {
        return SampleStreams.stream(
                name,
                version,
                1,
                Duration.ofSeconds(random.nextInt(120)),
                FORMATS[random.nextInt(FORMATS.length)],
                "bucket" + random.nextInt(2));
    }

    void run() throws IOException {
        beginTroubles();
        startUntilItWorks();
        for (int step = 0; step < STEPS; step++) {
            act();
            if (!machine.disk.hasPower()) {
                restart();
            }
        }
        endTroubles();
        machine.pass(Duration.ofMinutes(10));
        for (DeliveryStream stream : streams) {
            assertThat(machine.status(stream).backlogRecords())
                    .as("%s", machine.status(stream))
                    .isZero();
            account(stream).check(machine.sink.objectsOf(stream.logId()));
        }
        assertThat(machine.disk.usedBytes()).as("trimmed").isLessThan(STREAMS * 1_200_000L);
    }

    private void act() throws IOException {
        switch (random.nextInt(20)) {
            case 0 -> callsUntilCut = random.nextInt(60);
            case 1 -> update();
            case 2 -> machine.deliveries.flush(anyStream());
            case 3 -> isSinkDown = random.nextInt(3) == 0;
            case 4 -> sinkFailures = random.nextBoolean() ? 0 : random.nextDouble();
            case 5 -> diskFailures = random.nextInt(3) == 0 ? random.nextDouble() * 0.2 : 0;
            case 6 -> machine.disk.capacity(random.nextInt(4) == 0 ? 1_500_000 : Long.MAX_VALUE);
            case 7 -> machine.pass(Duration.ofSeconds(random.nextInt(600)));
            case 8 -> machine.clock.advance(Duration.ofSeconds(random.nextInt(90) - 60));
            case 9, 10 -> machine.pass(Duration.ofSeconds(random.nextInt(30)));
            default -> put(anyStream());
        }
    }

    private Account account(DeliveryStream stream) {
        return requireNonNull(accounts.get(stream.logId()));
    }

    private DeliveryStream anyStream() {
        return streams.get(random.nextInt(STREAMS));
    }

    private void update() {
        int index = random.nextInt(STREAMS);
        DeliveryStream before = streams.get(index);
        DeliveryStream after = variant(before.name(), before.version() + 1);
        streams.set(index, after);
        machine.deliveries.updated(after);
    }

    private void put(DeliveryStream stream) {
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 4);
        int largest = random.nextInt(8) == 0 ? 200_000 : 2_000;
        Account account = account(stream);
        String[] batch = account.newBatch(count, largest, random);
        try {
            machine.put(stream, batch);
            account.acknowledged(batch);
        } catch (ServiceException e) {
            account.refused(batch);
        }
    }

    /// Also while objects are being put, records come in.
    private void beginTroubles() {
        machine.disk.trouble(this::diskTrouble);
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) throws IOException {
                        if (random.nextInt(4) == 0) {
                            put(anyStream());
                        }
                        machine.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
                        if (isSinkDown) {
                            throw new ObjectSinkException("S3.AccessDenied", draft.bucket());
                        }
                        maybeFail();
                    }

                    @Override
                    public void after(Draft draft) throws IOException {
                        maybeFail();
                    }

                    private void maybeFail() throws IOException {
                        if (random.nextDouble() < sinkFailures) {
                            throw new IOException("the connection was lost");
                        }
                    }
                });
    }

    private void endTroubles() throws IOException {
        callsUntilCut = Integer.MAX_VALUE;
        diskFailures = 0;
        sinkFailures = 0;
        isSinkDown = false;
        machine.disk.capacity(Long.MAX_VALUE);
        if (random.nextBoolean() || !machine.disk.hasPower()) {
            loseIt();
            startUntilItWorks();
        }
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.disk.trouble((call, file) -> {});
    }

    private void diskTrouble(String call, java.nio.file.Path file) throws IOException {
        if (callsUntilCut-- <= 0) {
            machine.disk.cutPower();
        } else if (diskFailures > 0 && random.nextDouble() < diskFailures) {
            throw new IOException("Input/output error: " + call + " " + file);
        }
    }

    /// The power may be cut again while the machine starts.
    private void restart() throws IOException {
        callsUntilCut = random.nextInt(3) == 0 ? random.nextInt(60) : Integer.MAX_VALUE;
        loseIt();
        startUntilItWorks();
    }

    /// The server alone, or the power of the whole machine.
    private void loseIt() {
        if (random.nextInt(3) == 0) {
            machine.kill();
        } else {
            machine.losePower();
        }
        machine.disk.trouble(this::diskTrouble);
    }

    private void startUntilItWorks() throws IOException {
        boolean started = false;
        while (!started) {
            try {
                machine.start(streams);
                machine.run();
                started = true;
            } catch (IOException e) {
                loseIt();
                callsUntilCut = Integer.MAX_VALUE;
            }
        }
    }
}
