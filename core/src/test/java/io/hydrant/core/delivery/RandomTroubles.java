package io.hydrant.core.delivery;

import io.hydrant.core.Bug;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// What goes wrong in a simulation. The power can be cut at every call of the disk and of the
/// store. The disk fails now and then, always in one kind of call, is slow, or full. Every call,
/// the role's and those for random numbers too, may meet a bug. The store is slow, down, throttles,
/// loses connections before, while or after a put has its effect, lets it have its effect when the
/// client has long gone, or lacks a bucket.
final class RandomTroubles implements MemoryDisk.Trouble, MemorySink.Trouble {
    static final int BUCKETS = 3;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int CALLS_MAX = 80;

    /// One record may become many objects, and each put may bring another record: there would be no
    /// end.
    private static final int MEANWHILE_MAX = 40;

    private static final long SMALL_DISK_BYTES = 400_000;
    private static final String[] CALLS = {
        "create", "open", "openForReading", "read", "write", "wrote", "force", "forced", "truncate",
        "rename", "renamed", "delete", "deleted", "sync", "synced", "list", "exists", "usableSpace"
    };

    private final Machine machine;
    private final SplittableRandom random;
    private final Runnable meanwhile;
    private final Set<String> absentBuckets = new HashSet<>();
    private int callsUntilCut = NEVER;
    private double diskFailures;
    private String failingCall = "";
    private double diskDelays;
    private double storeFailures;
    private double storeThrottles;
    private double storeLateness;
    private int storeMillis;
    private double transformFailures;
    private double bugs;
    private boolean isStoreDown;
    private boolean isNested;
    private int meanwhileLeft;

    /// @param meanwhile happens while an object is being put
    RandomTroubles(Machine machine, SplittableRandom random, Runnable meanwhile) {
        this.machine = machine;
        this.random = random;
        this.meanwhile = meanwhile;
    }

    void begin() {
        machine.troubleDisk(this);
        machine.sink.trouble(this);
        machine.troubleRandom(() -> maybeMeetBug("random"));
        machine.transform.trouble(this::onTransform);
        machine.roles =
                (role, stream) -> {
                    maybeMeetBug("role");
                    return new Principal.Root("123456789012");
                };
        if (random.nextInt(3) == 0) {
            absentBuckets.add("bucket" + random.nextInt(BUCKETS));
        }
    }

    void end() {
        machine.troubleDisk((call, file) -> {});
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.troubleRandom(() -> {});
        machine.transform.trouble(when -> {});
        bugs = 0;
        machine.disk.capacity(Long.MAX_VALUE);
        machine.sink.arriveLate();
        callsUntilCut = NEVER;
    }

    /// The next step of the story begins.
    void step() {
        meanwhileLeft = MEANWHILE_MAX;
    }

    /// One thing gets worse or better.
    void change() {
        switch (random.nextInt(15)) {
            case 0, 1, 2 -> callsUntilCut = random.nextInt(CALLS_MAX);
            case 3 -> diskFailures = random.nextInt(3) == 0 ? random.nextDouble() * 0.2 : 0;
            case 4 -> failingCall = random.nextInt(3) == 0 ? anyCall() : "";
            case 5 -> diskDelays = random.nextInt(3) == 0 ? 0.1 : 0;
            case 6 -> machine.disk.capacity(capacity());
            case 7 -> isStoreDown = random.nextInt(3) == 0;
            case 8 -> storeFailures = random.nextBoolean() ? 0 : random.nextDouble();
            case 9 -> storeThrottles = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            case 10 -> storeLateness = random.nextInt(3) == 0 ? random.nextDouble() : 0;
            case 12 -> bugs = random.nextBoolean() ? 0 : random.nextDouble() * 0.1;
            case 13 -> transformFailures = random.nextBoolean() ? 0 : random.nextDouble() * 0.4;
            case 11 -> storeMillis = random.nextInt(3) == 0 ? random.nextInt(60_000) : 0;
            default -> {
                absentBuckets.clear();
                machine.sink.arriveLate();
            }
        }
    }

    private String anyCall() {
        return CALLS[random.nextInt(CALLS.length)];
    }

    private long capacity() {
        return random.nextInt(3) == 0
                ? machine.disk.usedBytes() + random.nextInt((int) SMALL_DISK_BYTES)
                : Long.MAX_VALUE;
    }

    /// Sometimes the power goes again soon; and what never works again would keep the server from
    /// ever starting.
    void restarted(int attempt) {
        callsUntilCut = random.nextInt(3) == 0 ? random.nextInt(CALLS_MAX) : NEVER;
        if (attempt > 3) {
            callsUntilCut = NEVER;
            diskFailures = 0;
            failingCall = "";
            bugs = 0;
        }
        if (random.nextInt(4) == 0) {
            machine.sink.arriveLate();
        }
    }

    @Override
    public void on(String call, Path file) throws IOException {
        pass(call + " " + file);
        maybeMeetBug(call);
        if (random.nextDouble() < diskFailures || call.equals(failingCall)) {
            throw new IOException("Input/output error: " + call + " " + file);
        }
        if (random.nextDouble() < diskDelays) {
            machine.clock.advance(Duration.ofMillis(random.nextInt(200)));
        }
    }

    private void pass(String call) throws IOException {
        if (callsUntilCut != NEVER && callsUntilCut-- <= 0) {
            callsUntilCut = NEVER;
            machine.disk.cutPower();
            throw new IOException("The power went at: " + call);
        }
    }

    private void onTransform(String when) throws IOException {
        pass(when);
        maybeMeetBug(when);
        if (when.equals("invoke")) {
            goOnMeanwhile();
            machine.clock.advance(Duration.ofMillis(random.nextInt(storeMillis + 1)));
        }
        if (random.nextDouble() < transformFailures) {
            throw new IOException("The function timed out");
        }
    }

    private void goOnMeanwhile() {
        if (!isNested && meanwhileLeft > 0) {
            isNested = true;
            meanwhileLeft--;
            meanwhile.run();
            isNested = false;
        }
    }

    @Override
    public void before(Draft draft) throws IOException {
        pass("put");
        goOnMeanwhile();
        if (isStoreDown) {
            throw new IOException("Connection refused");
        }
        if (absentBuckets.contains(draft.bucket())) {
            throw new ObjectSinkException("S3.NoSuchBucket", draft.bucket());
        }
        if (random.nextDouble() < storeThrottles) {
            throw new ObjectSinkException("S3.SlowDown", "Please reduce your request rate.");
        }
        machine.clock.advance(Duration.ofMillis(random.nextInt(storeMillis + 1)));
        maybeFail();
    }

    @Override
    public void during(Draft draft) throws IOException {
        pass("putting");
        maybeFail();
    }

    @Override
    public boolean isLate(Draft draft) {
        return random.nextDouble() < storeLateness;
    }

    @Override
    public void after(Draft draft) throws IOException {
        pass("stored");
        maybeFail();
    }

    private void maybeMeetBug(String call) {
        if (bugs > 0 && random.nextDouble() < bugs) {
            throw Bug.of(random.nextInt(100)).at(call);
        }
    }

    private void maybeFail() throws IOException {
        maybeMeetBug("store");
        if (random.nextDouble() < storeFailures) {
            throw new IOException("the connection was lost");
        }
    }
}
