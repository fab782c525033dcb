package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.Arn;
import io.hydrant.core.Bug;
import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.delivery.World.Configuration;
import io.hydrant.core.delivery.World.Crash;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A small fixed story in which everything happens once: objects cut by size, age and hand, plain
/// and compressed; records that arrive during a put; segments that fill up and are trimmed; a
/// bucket that is missing and a configuration that helps; a stream deleted and created anew.
/// Another is about records that are transformed, by a stream that was not and is not always, and
/// about a receiver that is no object store. A third is about streams that are backed up, one of
/// them from the middle on, while either bucket is missing. A fourth has streams encrypted, and a
/// key that is gone for a while. The calls of disk, store, role, transform and random numbers are
/// counted, and at some of them there is a [Mishap].
final class Scenario {

    /// Strikes at a call, which is before or after some operation has its effect.
    record Mishap(int call, Kind kind) {
        enum Kind {
            FAILURE,
            KILL,
            POWER_LOSS,
            /// What nobody foresaw: another [Bug] at each call.
            BUG
        }
    }

    enum Story {
        DELIVERED,
        TRANSFORMED,
        BACKED_UP,
        ENCRYPTED
    }

    private static final Configuration PLAIN =
            new Configuration(
                    Duration.ofSeconds(60), CompressionFormat.UNCOMPRESSED, "bucket", false);
    private static final Configuration GZIP =
            new Configuration(Duration.ofSeconds(30), CompressionFormat.GZIP, "bucket", true);
    private static final Configuration ELSEWHERE =
            new Configuration(Duration.ofSeconds(40), CompressionFormat.GZIP, "elsewhere", false);
    private static final Configuration MISSING =
            new Configuration(Duration.ofSeconds(5), CompressionFormat.GZIP, "missing", true);
    private static final int ALIKE_BYTES = 100;
    private static final int ATTEMPTS_TO_START_MAX = 10;

    private final World world;
    private final Story story;
    private final boolean hasFullObject;
    private final Map<Integer, Mishap.Kind> mishaps = new HashMap<>();
    private Crash crash = Crash.KILL;
    private int calls;
    private int putsToJoin = 2;

    /// @param seed decides what a power loss leaves of what was not forced
    /// @param hasFullObject whether the size hint is reached, which takes time
    Scenario(
            long seed,
            Story story,
            LogSettings settings,
            boolean hasFullObject,
            List<Mishap> mishaps) {
        this.story = story;
        this.hasFullObject = hasFullObject;
        this.world = new World(seed, false, settings);
        mishaps.forEach(mishap -> this.mishaps.put(mishap.call(), mishap.kind()));
    }

    private List<Runnable> steps() {
        return switch (story) {
            case DELIVERED -> delivered();
            case TRANSFORMED -> transformed();
            case BACKED_UP -> backedUp();
            case ENCRYPTED -> encrypted();
        };
    }

    /// Between what is in clear, under the server's key and under a customer's, which is gone for a
    /// while.
    private List<Runnable> encrypted() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> world.create("plain", GZIP));
        steps.add(() -> world.create("other", PLAIN.transformed().backedUp(GZIP)));
        steps.add(() -> world.put("plain", 100, 200));
        steps.add(() -> world.encrypt("plain", true, false));
        steps.add(() -> world.encrypt("other", true, true));
        steps.add(() -> world.put("plain", 300, 1500));
        steps.add(() -> world.put("other", 90, 80, 70));
        steps.add(() -> putThreeAlike("plain"));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(20)));
        steps.add(() -> world.encrypt("plain", true, true));
        steps.add(() -> world.put("plain", 70, 60));
        steps.add(() -> world.put("other", 1400, 900));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(25)));
        steps.add(() -> world.machine.keys.refuse(Optional.of(Reason.DISABLED)));
        steps.add(() -> world.put("other", 500));
        steps.add(() -> world.machine.pass(Duration.ofMinutes(6)));
        steps.add(() -> world.put("plain", 80));
        steps.add(() -> world.machine.keys.refuse(Optional.empty()));
        steps.add(() -> world.encrypt("plain", false, false));
        steps.add(() -> world.encrypt("other", false, false));
        steps.add(() -> world.put("plain", 600));
        steps.add(() -> world.put("other", 600, 40));
        steps.add(() -> world.flush("other"));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(100)));
        return steps;
    }

    private List<Runnable> backedUp() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> world.create("plain", PLAIN.backedUp(GZIP)));
        steps.add(() -> world.create("later", PLAIN));
        steps.add(() -> world.put("plain", 100, 200, 300));
        steps.add(() -> world.put("later", 1500, 100));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(20)));
        steps.add(() -> world.update("later", GZIP.backedUp(PLAIN)));
        steps.add(() -> world.put("later", 3000, 2000));
        steps.add(() -> putThreeAlike("plain"));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(35)));
        steps.add(() -> world.update("plain", MISSING.backedUp(ELSEWHERE)));
        steps.add(() -> world.put("plain", 70, 80));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(50)));
        steps.add(() -> world.update("plain", PLAIN.backedUp(MISSING)));
        steps.add(() -> world.put("plain", 1400, 900));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(70)));
        steps.add(() -> world.update("plain", PLAIN.transformed().backedUp(GZIP)));
        steps.add(() -> world.put("plain", 500, 600));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(20)));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.put("later", 600));
        steps.add(() -> world.delete("later"));
        steps.add(() -> world.create("later", ELSEWHERE.backedUp(GZIP)));
        steps.add(() -> world.put("later", 80, 90));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(100)));
        return steps;
    }

    private List<Runnable> transformed() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> world.create("plain", PLAIN));
        steps.add(() -> world.create("endpoint", GZIP));
        steps.add(() -> world.put("plain", 90));
        steps.add(() -> world.put("endpoint", 1500, 100));
        steps.add(() -> world.update("plain", PLAIN.transformed()));
        steps.add(() -> world.put("plain", 100, 200, 300));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(8)));
        steps.add(() -> world.put("plain", 1500, 1400, 800));
        steps.add(() -> putThreeAlike("plain"));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(40)));
        steps.add(() -> world.put("plain", ALIKE_BYTES, ALIKE_BYTES));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.put("endpoint", 3000));
        steps.add(() -> world.put("plain", 60, 70));
        steps.add(() -> world.update("plain", ELSEWHERE));
        steps.add(() -> world.put("plain", 80));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(50)));
        steps.add(() -> world.update("plain", MISSING.transformed()));
        steps.add(() -> world.put("plain", 3100, 200, 40, 50));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(15)));
        steps.add(() -> world.update("plain", GZIP.transformed()));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(20)));
        steps.add(() -> world.put("plain", 500));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.put("plain", 600));
        steps.add(() -> world.delete("plain"));
        steps.add(() -> world.create("plain", PLAIN.transformed()));
        steps.add(() -> world.put("plain", 80, 90));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(100)));
        return steps;
    }

    private List<Runnable> delivered() {
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> world.create("plain", PLAIN));
        steps.add(() -> world.create("gzip", GZIP));
        steps.add(() -> world.put("plain", 100, 200, 300));
        steps.add(() -> world.put("gzip", 1500, 100));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(20)));
        steps.add(() -> world.put("gzip", 3000, 2000));
        steps.add(() -> putThreeAlike("gzip"));
        steps.add(() -> world.put("gzip", ALIKE_BYTES));
        steps.add(() -> putThreeAlike("plain"));
        steps.add(() -> world.put("plain", ALIKE_BYTES));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(50)));
        if (hasFullObject) {
            steps.add(() -> world.put("plain", 600_000));
            steps.add(() -> world.put("plain", 600_000, 3000));
        }
        steps.add(() -> putThreeAlike("plain"));
        steps.add(() -> world.put("plain", ALIKE_BYTES));
        steps.add(() -> world.update("gzip", MISSING));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(15)));
        steps.add(() -> world.put("gzip", 70));
        steps.add(() -> world.update("gzip", PLAIN));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(10)));
        steps.add(() -> world.put("plain", 3000));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.put("plain", 500));
        steps.add(() -> world.update("plain", ELSEWHERE));
        steps.add(() -> world.put("plain", 600));
        steps.add(() -> world.flush("plain"));
        steps.add(() -> world.delete("plain"));
        steps.add(() -> world.create("plain", PLAIN));
        steps.add(() -> world.put("plain", 80, 90));
        steps.add(() -> world.machine.pass(Duration.ofSeconds(100)));
        return steps;
    }

    /// What is left of one of them may fit exactly after another.
    private void putThreeAlike(String name) {
        int[] one = {ALIKE_BYTES};
        world.putTogether(name, one, List.of(one, one));
    }

    /// Tells the story to its good end, checks it, and returns how many calls there were.
    int run() throws IOException {
        world.machine.troubleDisk((call, file) -> call(call + " " + file));
        world.machine.sink.trouble(new StoreTrouble());
        world.machine.troubleRandom(() -> meet("random"));
        world.machine.transform.trouble(this::call);
        world.machine.roles = this::assume;
        for (Runnable step : steps()) {
            step.run();
            world.machine.run();
            for (int attempt = 0; !world.isOn(); attempt++) {
                restart(attempt);
            }
            world.checkBounds();
        }
        int told = calls;
        mishaps.clear();
        world.machine.troubleDisk((call, file) -> {});
        world.machine.sink.arriveLate();
        world.machine.pass(Duration.ofMinutes(10));
        for (DeliveryStream stream : world.streams()) {
            // So many bytes are taken in only when nothing else holds any.
            assertThat(world.put(stream.name(), Machine.WAITING_BYTES_MAX)).isTrue();
        }
        world.machine.pass(Duration.ofMinutes(10));
        world.checkAtRest();
        return told;
    }

    private void restart(int attempt) throws IOException {
        try {
            world.restart(crash);
        } catch (IOException | RuntimeException | Error e) {
            if (attempt == ATTEMPTS_TO_START_MAX) {
                throw e;
            }
            world.machine.disk.cutPower();
        }
    }

    /// A call that may fail.
    private void call(String name) throws IOException {
        if (meet(name)) {
            throw new IOException("a mishap at " + name);
        }
    }

    private Principal assume(String role, Arn stream) throws AssumeRoleDenied {
        if (meet("role")) {
            throw new AssumeRoleDenied("a mishap");
        }
        return new Principal.Root("123456789012");
    }

    /// Whether the call fails.
    private boolean meet(String name) {
        Mishap.Kind kind = mishaps.get(calls++);
        if (kind == null || !world.isOn()) {
            return false;
        }
        switch (kind) {
            case FAILURE -> {}
            case KILL -> cutPower(Crash.KILL);
            case POWER_LOSS -> cutPower(Crash.POWER_LOSS);
            case BUG -> throw Bug.of(calls).at(name);
        }
        return true;
    }

    private void cutPower(Crash kind) {
        crash = kind;
        world.machine.disk.cutPower();
    }

    private final class StoreTrouble implements MemorySink.Trouble {
        @Override
        public void before(Draft draft) throws IOException {
            call("put");
            if (draft.bucket().equals("missing")) {
                throw new ObjectSinkException("S3.NoSuchBucket", "missing");
            }
            if (putsToJoin > 0) {
                putsToJoin--;
                world.put("plain", 40);
            }
        }

        @Override
        public void during(Draft draft) throws IOException {
            call("putting");
        }

        @Override
        public void after(Draft draft) throws IOException {
            call("stored");
        }
    }
}
