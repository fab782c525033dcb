package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.delivery.World.Configuration;
import io.hydrant.core.delivery.World.Crash;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// One seeded run: some hours of traffic, changes and troubles, then all is well again, and every
/// record is accounted for. Each run has its own mixture, so that rare things meet often in some.
final class Simulation {
    private static final int STEPS = 80;
    private static final int CALM_STEPS = 12;
    private static final int ATTEMPTS_TO_START_MAX = 1_000;
    private static final int FULL_BYTES = 1024 * 1024;

    private final SplittableRandom random;
    private final World world;
    private final RandomTroubles troubles;
    private final int streamCount;
    private final int largeIn;
    private final boolean setsClockBack;

    /// Every so manieth configuration transforms; 0 for none.
    private final int transformsOneOf;

    /// Every so manieth configuration backs up; 0 for none.
    private final int backsUpOneOf;

    /// All records are alike: what is left of one may fit exactly after another.
    private final boolean isUniform;

    /// Whether streams are encrypted now and then.
    private final boolean encrypts;

    private int recreations;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        LogSettings settings =
                new LogSettings(1024L << random.nextInt(10), 16 * 1024, 1024L << random.nextInt(9));
        world = new World(random.nextLong(), random.nextInt(4) == 0, settings);
        streamCount = 1 + random.nextInt(3);
        largeIn = random.nextInt(3) == 0 ? 10 : 60;
        setsClockBack = random.nextInt(5) == 0;
        transformsOneOf = random.nextInt(4);
        backsUpOneOf = random.nextInt(4);
        isUniform = random.nextInt(3) == 0;
        recreations = random.nextInt(5);
        encrypts = random.nextInt(3) == 0;
        troubles = new RandomTroubles(world.machine, random.split(), this::meanwhile);
    }

    private Configuration configuration() {
        Configuration plain = place();
        Configuration configuration =
                transformsOneOf > 0 && random.nextInt(transformsOneOf) == 0
                        ? plain.transformed()
                        : plain;
        return backsUpOneOf > 0 && random.nextInt(backsUpOneOf) == 0
                ? configuration.backedUp(place())
                : configuration;
    }

    private Configuration place() {
        return new Configuration(
                Duration.ofSeconds(random.nextInt(120)),
                random.nextInt(3) == 0 ? CompressionFormat.GZIP : CompressionFormat.UNCOMPRESSED,
                "bucket" + random.nextInt(RandomTroubles.BUCKETS),
                random.nextInt(3) == 0);
    }

    /// Returns a summary of what there was at the end, which is always the same for a seed.
    String run() throws IOException {
        for (int i = 0; i < streamCount; i++) {
            world.create("stream" + i, configuration());
            if (encrypts && random.nextBoolean()) {
                world.encrypt("stream" + i, true, random.nextBoolean());
            }
        }
        world.machine.run();
        troubles.begin();
        for (int step = 0; step < STEPS; step++) {
            troubles.step();
            act();
            while (!world.isOn()) {
                restart();
            }
            world.checkBounds();
        }
        if (random.nextBoolean()) {
            restart();
        }
        troubles.end();
        world.machine.keys.refuse(Optional.empty());
        if (!world.isOn()) {
            restart();
        }
        world.machine.pass(Duration.ofMinutes(10));
        calmTraffic();
        world.checkAtRest();
        return world.machine.sink.objects().keySet() + " " + world.machine.disk.files();
    }

    private void act() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> troubles.change();
            case 4 -> world.update(anyName(), configuration());
            case 5 -> world.flush(anyName());
            case 6 -> recreate();
            case 7 -> world.machine.pass(Duration.ofSeconds(random.nextInt(600)));
            case 8 -> wait(random.nextInt(20) == 0);
            case 9, 10, 11 -> world.machine.pass(Duration.ofMillis(random.nextInt(30_000)));
            case 12 -> world.machine.run();
            case 13 -> changeEncryption();
            default -> put();
        }
    }

    /// A customer's key is taken away now and then, and comes back.
    private void changeEncryption() {
        if (!encrypts) {
            put();
        } else if (random.nextBoolean()) {
            world.machine.keys.refuse(
                    random.nextBoolean() ? Optional.of(Reason.DISABLED) : Optional.empty());
        } else {
            world.encrypt(anyName(), random.nextInt(3) > 0, random.nextBoolean());
        }
    }

    private void wait(boolean long_) {
        if (setsClockBack) {
            world.setClockBack(Duration.ofSeconds(random.nextInt(90)));
        } else {
            world.machine.pass(
                    long_ ? Duration.ofHours(random.nextInt(12)) : Duration.ofMinutes(5));
        }
    }

    /// Others go on while an object is being put.
    private void meanwhile() {
        switch (random.nextInt(60)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> put();
            case 8, 9 -> world.flush(anyName());
            case 10 -> world.update(anyName(), configuration());
            case 11 -> recreate();
            case 12 -> changeEncryption();
            default -> {}
        }
    }

    private String anyName() {
        List<DeliveryStream> streams = world.streams();
        return streams.get(random.nextInt(streams.size())).name();
    }

    /// Another stream by the same name.
    private void recreate() {
        if (recreations > 0 && random.nextInt(2) == 0) {
            recreations--;
            String name = anyName();
            world.delete(name);
            world.create(name, configuration());
        }
    }

    private void put() {
        if (random.nextInt(isUniform ? 6 : 24) == 0) {
            world.putTogether(anyName(), smallBatch(), List.of(smallBatch(), smallBatch()));
        } else {
            world.put(anyName(), random.nextInt(largeIn) == 0 ? largeBatch() : smallBatch());
        }
    }

    private int[] smallBatch() {
        if (isUniform) {
            return new int[] {64};
        }
        return batch(1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 4), 1_500);
    }

    private int[] largeBatch() {
        int count = 1 + random.nextInt(4);
        return batch(count, FULL_BYTES / 2 / count);
    }

    private int[] batch(int count, int longest) {
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = NumberedRecord.LENGTH_MIN + random.nextInt(longest);
        }
        return lengths;
    }

    /// The power may be cut again while the machine starts.
    private void restart() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_TO_START_MAX; attempt++) {
            troubles.restarted(attempt);
            try {
                world.restart(random.nextInt(3) == 0 ? Crash.KILL : Crash.POWER_LOSS);
                return;
            } catch (IOException | RuntimeException | Error e) {
                // As a supervisor does: again.
            }
        }
        throw new IOException("The server never starts");
    }

    /// All is well: objects end when they should, to the millisecond.
    private void calmTraffic() {
        world.calm();
        if (random.nextInt(10) == 0) {
            String name = anyName();
            world.put(name, FULL_BYTES / 2);
            world.machine.run();
            world.put(name, FULL_BYTES / 2);
            world.machine.run();
        }
        for (int step = 0; step < CALM_STEPS; step++) {
            put();
            world.machine.run();
            world.machine.pass(Duration.ofMillis(random.nextInt(60_000)));
        }
        for (DeliveryStream stream : world.streams()) {
            // So many bytes are taken in only when nothing else holds any.
            assertThat(world.put(stream.name(), Machine.WAITING_BYTES_MAX)).isTrue();
        }
        world.machine.pass(Duration.ofMinutes(5));
    }
}
