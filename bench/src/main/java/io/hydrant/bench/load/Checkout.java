package io.hydrant.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A folder with a version of the program that its launcher builds and runs.
///
/// @param name what it is called in a report
record Checkout(String name, Path root) {
    private static final int CLASS_CACHE_SECONDS = 180;

    /// The checkout that this driver is of.
    static Checkout here(Path root) throws IOException, InterruptedException {
        return new Checkout("here", root).built();
    }

    /// Another one: a folder, or a commit of the repository around `root`, which is cloned once
    /// into `bench/target/against` and stays there, built.
    static Checkout of(String revisionOrFolder, Path root)
            throws IOException, InterruptedException {
        Path folder = Path.of(revisionOrFolder);
        if (Files.isRegularFile(folder.resolve("hydrant"))) {
            return new Checkout(revisionOrFolder, folder.toAbsolutePath().normalize()).built();
        }
        String commit =
                git(root, "rev-parse", "--verify", "--short=12", revisionOrFolder + "^{commit}");
        Path clone =
                root.resolve("bench/target/against").resolve(commit).toAbsolutePath().normalize();
        if (!Files.exists(clone)) {
            Path draft = clone.resolveSibling(commit + ".new-" + ProcessHandle.current().pid());
            Files.createDirectories(draft.getParent());
            git(
                    root,
                    "clone",
                    "--quiet",
                    "--shared",
                    "--no-checkout",
                    root.toString(),
                    draft.toString());
            git(draft, "checkout", "--quiet", "--detach", commit);
            Files.move(draft, clone, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Checkout(revisionOrFolder, clone).built();
    }

    /// Builds what is missing or older than its sources, and waits until its launcher has
    /// remembered the program's classes, which it does beside the first run.
    private Checkout built() throws IOException, InterruptedException {
        Path launcher = root.resolve("hydrant");
        if (!Files.isExecutable(launcher)) {
            throw new IOException("No hydrant launcher at " + launcher);
        }
        System.err.println("Building " + name + ", if need be");
        run(root, List.of(launcher.toString(), "--version"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLASS_CACHE_SECONDS);
        while (!hasClassCache()) {
            if (System.nanoTime() > deadline) {
                System.err.println(
                        "No class cache of " + name + ": its starts are slower than they will be");
                return this;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return this;
    }

    /// Its place has changed: beside the program, and before that in Maven's folder.
    private boolean hasClassCache() throws IOException {
        Path target = root.resolve("cli/target");
        Path current = target.resolve("program/current");
        Path folder =
                Files.exists(current)
                        ? target.resolve("program").resolve(Files.readString(current).strip())
                        : target;
        try (Stream<Path> locks = Files.list(folder)) {
            return Files.exists(folder.resolve("program.aot"))
                    && locks.noneMatch(
                            file -> file.getFileName().toString().equals("learning.lock"));
        }
    }

    private static String git(Path folder, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    }

    private static String run(Path folder, List<String> command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    String.join(" ", command)
                            + " failed in "
                            + folder
                            + ": its messages are above");
        }
        return output.strip();
    }
}
