package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Functions of a test, in a folder of their own, invoked as a stream would.
final class FunctionsHere implements AutoCloseable {
    static final String ACCOUNT = "123456789012";

    private final Path folder;
    private final List<LocalFunction> functions = new ArrayList<>();
    private final AtomicInteger credentialsGiven = new AtomicInteger();
    private volatile Instant credentialsEnd = Instant.MAX;
    private Optional<LocalFunctions> running = Optional.empty();

    FunctionsHere(Path folder) {
        this.folder = folder;
    }

    FunctionsHere credentialsEnd(Instant end) {
        credentialsEnd = end;
        return this;
    }

    /// Writes a file beside the others.
    FunctionsHere file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        if (content.startsWith("#!")) {
            file.toFile().setExecutable(true);
        }
        return this;
    }

    /// Adds one, as the option does.
    FunctionsHere with(String option) throws UnusableFunctionException {
        functions.add(LocalFunction.of(option, folder));
        return this;
    }

    synchronized LocalFunctions all() {
        if (running.isEmpty()) {
            running = Optional.of(new LocalFunctions(functions, host()));
        }
        return running.get();
    }

    String invoke(String name, String event) throws NotInvokedException, InterruptedException {
        return new String(bytes(name, event), UTF_8);
    }

    byte[] bytes(String name, String event) throws NotInvokedException, InterruptedException {
        String arn = "arn:aws:lambda:eu-west-1:" + ACCOUNT + ":function:" + name;
        return all().invoke(new Functions.Call(arn, "role", "stream", event.getBytes(UTF_8)));
    }

    private FunctionHost host() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("HYDRANT_ROOT_SECRET_ACCESS_KEY", "secret-of-the-server");
        variables.put("AWS_SECRET_ACCESS_KEY", "secret-of-the-server");
        variables.put("SOMETHING_ELSE", "secret-of-the-server");
        return new FunctionHost(
                "eu-west-1",
                ACCOUNT,
                variables,
                new FunctionHost.Server() {
                    @Override
                    public URI endpoint() {
                        return URI.create("http://127.0.0.1:4566");
                    }

                    @Override
                    public Optional<Path> certificate() {
                        return Optional.empty();
                    }
                },
                (role, function) ->
                        new FunctionHost.Credentials(
                                "ASIA" + credentialsGiven.incrementAndGet(),
                                "secret of " + role,
                                "token for " + function,
                                credentialsEnd),
                InstantSource.system(),
                new Random());
    }

    @Override
    public synchronized void close() {
        running.ifPresent(LocalFunctions::close);
    }
}
