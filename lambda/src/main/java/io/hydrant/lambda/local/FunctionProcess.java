package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.lambda.FunctionLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One process of a function, from its beginning until it and all that it began have ended. It
/// works on one event at a time, for one caller at a time.
final class FunctionProcess implements AutoCloseable {
    /// How long it may take until it asks for its first event. AWS gives 10 s, on machines that do
    /// nothing else meanwhile.
    static final Duration READY_TIME = Duration.ofSeconds(60);

    /// A process whose credentials end soon gets no more events.
    private static final Duration CREDENTIALS_LEFT = Duration.ofMinutes(6);

    private static final Duration END_TIME = Duration.ofSeconds(5);

    private final LocalFunction function;
    private final FunctionLog log;
    private final InstantSource clock;
    private final EventHandover handover;
    private final RuntimeApi api;
    private final Process process;
    private final Optional<FileTime> codeAsOf;
    private final Optional<Instant> credentialsEnd;

    private FunctionProcess(
            LocalFunction function,
            FunctionLog log,
            InstantSource clock,
            EventHandover handover,
            RuntimeApi api,
            Process process,
            Optional<FileTime> codeAsOf,
            Optional<Instant> credentialsEnd) {
        this.function = function;
        this.log = log;
        this.clock = clock;
        this.handover = handover;
        this.api = api;
        this.process = process;
        this.codeAsOf = codeAsOf;
        this.credentialsEnd = credentialsEnd;
    }

    /// Begins one; it may not be ready yet.
    ///
    /// @param secret another one for each process, of letters and digits
    static FunctionProcess begin(
            LocalFunction function,
            FunctionHost host,
            FunctionLog log,
            String secret,
            Optional<FunctionHost.Credentials> credentials)
            throws IOException {
        EventHandover handover = new EventHandover(host.clock());
        Optional<FileTime> codeAsOf = codeTime(function);
        RuntimeApi api = RuntimeApi.start(handover, secret, function.name());
        try {
            Process process = new Launch(function, host).begin(api, credentials);
            FunctionProcess begun =
                    new FunctionProcess(
                            function,
                            log,
                            host.clock(),
                            handover,
                            api,
                            process,
                            codeAsOf,
                            credentials.map(FunctionHost.Credentials::expires));
            begun.watch();
            return begun;
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /// Threads of the system, since reading from a process holds one up.
    private void watch() {
        daemon("output of ", this::readOutput);
        daemon("end of ", this::readEnd);
    }

    private void daemon(String what, Runnable work) {
        Thread.ofPlatform().daemon().name(what + function.name()).start(work);
    }

    private void readOutput() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        print(line);
                    } else if (line.size() <= FunctionLog.LINE_MAX) {
                        line.write(buffer[i]);
                    }
                }
            }
        } catch (IOException e) {
            // it has ended
        }
        if (line.size() > 0) {
            print(line);
        }
        log.sayWhatIsLeftOut();
    }

    private void print(ByteArrayOutputStream line) {
        log.printed(line.toString(UTF_8).stripTrailing());
        line.reset();
    }

    /// The shell's word about how the function ended, and then its own end.
    private void readEnd() {
        String word = "";
        try (InputStream in = process.getErrorStream()) {
            word = new String(in.readNBytes(1000), UTF_8).strip();
        } catch (IOException e) {
            // it was ended before it could say anything
        }
        String code = word.startsWith("ended ") ? word.substring("ended ".length()) : "";
        handover.end(
                new Answer.Failed(
                        "Runtime.ExitError",
                        code.isEmpty()
                                ? "its process has ended"
                                : "its process has ended, with exit status " + code,
                        false));
        api.close();
    }

    /// Waits until it is ready; otherwise says why it is not.
    Optional<Answer.Failed> awaitReady() throws InterruptedException {
        return handover.awaitReady(READY_TIME);
    }

    /// Has it work on an event. Whoever is interrupted or gets a failure that is not reported
    /// closes it.
    Answer invoke(String requestId, String traceId, String functionArn, byte[] event)
            throws InterruptedException {
        return handover.invoke(
                new EventHandover.Invocation(
                        requestId,
                        traceId,
                        functionArn,
                        event,
                        clock.instant().plus(function.timeout())));
    }

    /// Whether it is to have another event: it is alive, runs the code as it is now, and its
    /// credentials last.
    boolean isUsable() {
        return !handover.isOver()
                && codeTime(function).equals(codeAsOf)
                && credentialsEnd
                        .map(end -> clock.instant().isBefore(end.minus(CREDENTIALS_LEFT)))
                        .orElse(true);
    }

    /// When the code was changed that it runs.
    Optional<FileTime> codeAsOf() {
        return codeAsOf;
    }

    /// When the code was changed last.
    static Optional<FileTime> codeTime(LocalFunction function) {
        Path file = function.handler().file();
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    long pid() {
        return process.pid();
    }

    /// Ends it and all that it began.
    @Override
    public void close() {
        handover.end(new Answer.Failed("Runtime.ExitError", "it was ended", false));
        ProcessTree all = ProcessTree.of(process);
        try {
            process.getOutputStream().close(); // seen by the guard, which ends its session
        } catch (IOException e) {
            // it is gone
        }
        try {
            if (!process.waitFor(END_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            all.end();
            api.close();
        }
    }
}
