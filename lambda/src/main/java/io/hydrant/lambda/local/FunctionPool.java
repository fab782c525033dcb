package io.hydrant.lambda.local;

import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import io.hydrant.core.transform.lambda.LambdaError;
import io.hydrant.lambda.FunctionArn;
import io.hydrant.lambda.FunctionLog;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The processes of a function: begun when there is an event and none of them is free, up to as
/// many as it may have; ended when they fail, when the code changes, and with the server. Safe for
/// use from many threads.
final class FunctionPool implements AutoCloseable {
    /// The wait before a process is begun after one that did not get ready, doubled each time.
    private static final Duration PAUSE_MIN = Duration.ofMillis(200);

    private static final int DOUBLINGS_MAX = 5;

    /// How many processes may end, one after the other, before they have an event.
    private static final int UNHEARD_MAX = 5;

    private final LocalFunction function;
    private final FunctionHost host;
    private final FunctionArn arn;
    private final FunctionLog log;

    /// One for each process that there may be.
    private final Semaphore places;

    private final ConcurrentLinkedDeque<FunctionProcess> free = new ConcurrentLinkedDeque<>();
    private final Set<FunctionProcess> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failedBeginnings = new AtomicInteger();
    private final AtomicReference<Optional<FileTime>> saidChange =
            new AtomicReference<>(Optional.empty());
    private volatile long lastFailedNanos;
    private volatile boolean closed;
    private volatile @Nullable Thread firstBeginning;

    FunctionPool(LocalFunction function, FunctionHost host) {
        this.function = function;
        this.host = host;
        this.arn =
                new FunctionArn(
                        "aws", host.region(), host.account(), function.name(), Optional.empty());
        this.log = new FunctionLog(function.name(), System::nanoTime);
        this.places = new Semaphore(function.processes());
    }

    /// Begins the first process, so that what is wrong with the function is in the log before an
    /// event comes, and the first event need not wait for it.
    void beginFirst() {
        firstBeginning =
                Thread.ofVirtual()
                        .name("begin " + function.name())
                        .start(() -> {
                            try {
                                places.acquire();
                                try {
                                    free.push(ready());
                                } finally {
                                    places.release();
                                }
                            } catch (NotInvokedException e) {
                                // logged, and begun anew with the first event
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /// @throws InterruptedException also when the server stops
    byte[] invoke(byte[] event) throws NotInvokedException, InterruptedException {
        places.acquire();
        try {
            for (int i = 0; i < UNHEARD_MAX; i++) {
                FunctionProcess process = usable();
                Optional<byte[]> payload = payload(process, answer(process, event));
                if (payload.isPresent()) {
                    return payload.get();
                }
            }
            throw notBegun("its processes end before they take an event");
        } finally {
            places.release();
        }
    }

    private Answer answer(FunctionProcess process, byte[] event) throws InterruptedException {
        try {
            return process.invoke(UUID.randomUUID().toString(), traceId(), arn.toString(), event);
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    /// Empty when the process never had the event.
    private Optional<byte[]> payload(FunctionProcess process, Answer answer)
            throws NotInvokedException, InterruptedException {
        if (closed) {
            throw new InterruptedException("The server stops");
        }
        return switch (answer) {
            case Answer.Returned returned -> {
                free.push(process);
                yield Optional.of(returned.payload());
            }
            case Answer.Unheard unheard -> {
                end(process);
                yield Optional.empty();
            }
            case Answer.Failed failed -> {
                if (failed.isReported()) {
                    free.push(process);
                } else {
                    end(process);
                }
                log.trouble("failed: " + failed.told());
                throw LambdaError.functionFailed(failed.told());
            }
        };
    }

    /// One that is ready.
    private FunctionProcess usable() throws NotInvokedException, InterruptedException {
        for (FunctionProcess process = free.poll(); process != null; process = free.poll()) {
            if (process.isUsable()) {
                return process;
            }
            sayIfChanged(process);
            end(process);
        }
        return ready();
    }

    /// Once for each change, however many processes ran the code as it was.
    private void sayIfChanged(FunctionProcess process) {
        Optional<FileTime> now = FunctionProcess.codeTime(function);
        if (!process.codeAsOf().equals(now) && !now.equals(saidChange.getAndSet(now))) {
            log.said("its file has changed, and is loaded anew: " + function.handler().file());
        }
    }

    private FunctionProcess ready() throws NotInvokedException, InterruptedException {
        awaitTurn();
        FunctionProcess process = begin();
        Optional<Answer.Failed> failure;
        try {
            failure = process.awaitReady();
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
        if (closed) {
            end(process);
            throw new InterruptedException("The server stops");
        }
        if (failure.isPresent()) {
            end(process);
            throw notBegun(failure.get().told());
        }
        failedBeginnings.set(0);
        return process;
    }

    private FunctionProcess begin() throws NotInvokedException {
        Optional<FunctionHost.Credentials> credentials = credentials();
        try {
            FunctionProcess process =
                    FunctionProcess.begin(function, host, log, secret(), credentials);
            all.add(process);
            if (closed) {
                end(process);
            }
            return process;
        } catch (IOException e) {
            throw notBegun(String.valueOf(e.getMessage()));
        }
    }

    private Optional<FunctionHost.Credentials> credentials() throws NotInvokedException {
        if (function.roleArn().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(host.credentials().of(function.roleArn().get(), arn.toString()));
        } catch (NotInvokedException e) {
            log.trouble("has no credentials of its role: " + e.getMessage());
            throw e;
        }
    }

    private NotInvokedException notBegun(String why) {
        lastFailedNanos = System.nanoTime();
        failedBeginnings.incrementAndGet();
        log.trouble("cannot be started: " + why);
        return LambdaError.functionFailed("it cannot be started: " + why);
    }

    /// Code that does not load is not begun over and over.
    private void awaitTurn() throws InterruptedException {
        int failures = failedBeginnings.get();
        if (failures > 0) {
            Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
            Duration passed = Duration.ofNanos(System.nanoTime() - lastFailedNanos);
            if (passed.compareTo(pause) < 0) {
                Thread.sleep(pause.minus(passed));
            }
        }
    }

    private void end(FunctionProcess process) {
        process.close();
        all.remove(process);
    }

    /// The numbers of the processes that there are.
    Set<Long> pids() {
        return all.stream().map(FunctionProcess::pid).collect(Collectors.toUnmodifiableSet());
    }

    private String secret() {
        byte[] bytes = new byte[24];
        host.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String traceId() {
        byte[] bytes = new byte[20];
        host.random().nextBytes(bytes);
        HexFormat hex = HexFormat.of();
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(
                        host.clock().instant().getEpochSecond(),
                        hex.formatHex(bytes, 0, 12),
                        hex.formatHex(bytes, 12, 20));
    }

    @Override
    public void close() {
        closed = true;
        Thread first = firstBeginning;
        if (first != null) {
            first.interrupt();
        }
        all.forEach(this::end);
    }
}
