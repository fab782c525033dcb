package io.hydrant.cli;

import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.core.objectstore.IndexRebuild;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.server.Checkup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `hydrant check`: reads all of a stopped server's state, or of a backup, and says what is wrong.
@Command(
        name = "check",
        header =
                "Look whether a server's state is whole: databases, logs, every byte of every object.",
        sortOptions = false,
        description = {
            "Reads the data directory of a server that does not run: both databases, each stream's log and checkpoint, and every file"
                    + " of objects against its checksum and the index. Says what is wrong, what it means, and what to do. Changes"
                    + " nothing, unless --repair says so.",
            "",
            "--repair makes the index of objects anew when it cannot be believed: each object's file says what it is. What was there is"
                    + " kept in lost+found. Tags that were set later, and uploads that were not completed, are gone unless the older"
                    + " index has them. All other damage needs a backup, or a person's decision.",
            "",
            "--s3 looks at something else: whether another S3, as `hydrant serve --s3-endpoint` is told of it, takes what is delivered"
                    + " into these buckets, and what is missing. It puts small objects there and removes them again.",
            "",
            "A server that runs holds its directory: take a copy with `hydrant backup --to DIR`, and check that."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant check",
            "  hydrant check --data /mnt/backup/hydrant-1 --json",
            "  hydrant check --s3-endpoint https://s3.example.com --s3 s3://films/movies/",
            "",
            "Exit status: 0 all is well, 3 nothing is lost but there is something to know, 1 something is damaged or missing."
        })
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory. Default: ~/.hydrant.")
    private @Nullable Path data;

    @Option(names = "--repair", description = "Make an index that cannot be believed anew.")
    private boolean repair;

    @Option(
            names = "--s3",
            paramLabel = "s3://BUCKET/PREFIX",
            converter = S3Address.Converter.class,
            description = "A bucket of another S3 to try, with --s3-endpoint. May be repeated.")
    private List<S3Address> buckets = List.of();

    @Mixin private final S3Options s3 = new S3Options();

    @Mixin private final OutputOptions output;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        Optional<RemoteS3Settings> remote = s3.settings(surroundings, false);
        if (remote.isPresent() && !buckets.isEmpty()) {
            return new S3Checkup(output).look(remote.get(), buckets);
        }
        if (remote.isPresent() || !buckets.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "--s3 and --s3-endpoint belong together; only one of them is given.",
                    "For example --s3-endpoint https://s3.example.com --s3 s3://films/.");
        }
        Path folder =
                (data == null ? surroundings.defaultDataDirectory() : data)
                        .toAbsolutePath()
                        .normalize();
        ProgressLine progress = new ProgressLine(output.console(), surroundings.clock());
        Checkup.Report report;
        try (Checkup checkup =
                Checkup.begin(
                        folder,
                        (at, bytes) -> {
                            if (!output.json()) {
                                progress.update(() -> looking(at, bytes));
                            }
                        })) {
            if (repair) {
                repair(checkup);
            }
            report = checkup.look();
        }
        progress.clear();
        if (output.json()) {
            tellProgram(folder, report);
        } else {
            tellPeople(folder, report);
        }
        if (!report.isSound()) {
            return ExitStatus.FAILED;
        }
        return report.findings().isEmpty() ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }

    private void repair(Checkup checkup) throws IOException {
        switch (checkup.index()) {
            case SOUND -> tell("The index of objects is what it was; there is nothing to repair.");
            case GONE ->
                    tell(
                            "Of the objects nothing is left that an index could be made of. Is the disk mounted that s3/ is on?");
            case LOST -> makeIndex(checkup);
        }
    }

    private void makeIndex(Checkup checkup) throws IOException {
        IndexRebuild.Report done = checkup.rebuildIndex();
        tell(
                "The index of objects was made anew: %s, %s%s. What was there is kept in %s."
                        .formatted(
                                Figures.count(done.versions(), "object") + " added",
                                Figures.count(done.buckets(), "bucket") + " made",
                                done.isOlderTheBase() ? ", to what the older one has" : "",
                                done.kept()));
        if (!done.bareBuckets().isEmpty()) {
            tell(
                    "Nothing told of %s but their objects: %s. They have the settings of a new bucket, closed to the public, and no policy."
                            .formatted(
                                    Figures.count(done.bareBuckets().size(), "bucket"),
                                    String.join(", ", done.bareBuckets())));
        }
        for (Path file : done.unreadable()) {
            tell("%s cannot be read: it told of a bucket's settings and policy.".formatted(file));
        }
        if (done.incomplete() > 0) {
            tell(
                    "Of %s files are missing: they are listed below."
                            .formatted(Figures.count(done.incomplete(), "object")));
        }
    }

    private void tell(String line) {
        if (!output.json()) {
            output.console().line(line);
        }
    }

    private static String looking(String at, long bytes) {
        return bytes == 0
                ? "looking at " + at
                : "looking at %s, %s read".formatted(at, Figures.bytes(bytes));
    }

    private void tellPeople(Path folder, Checkup.Report report) {
        Console console = output.console();
        for (Checkup.Finding finding : report.findings()) {
            boolean isDamage = finding.weight() == Checkup.Weight.DAMAGE;
            console.line(
                    isDamage
                            ? console.bad("damage  " + finding.what())
                            : "note    " + finding.what());
            console.line("        " + finding.meaning());
            console.line("        " + finding.nextStep());
        }
        console.line(
                "%s: %s with %s (%s), %s (%s)"
                        .formatted(
                                folder,
                                Figures.count(report.streams(), "stream"),
                                Figures.count(report.records(), "record") + " in logs",
                                Figures.bytes(report.logBytes()),
                                Figures.count(report.blobs(), "object file"),
                                Figures.bytes(report.blobBytes())));
        if (report.uncheckedBlobs() > 0) {
            console.line(
                    "%s of an older version have no checksum of their own; only their lengths were compared"
                            .formatted(Figures.count(report.uncheckedBlobs(), "object file")));
        }
        console.line(
                report.isSound()
                        ? console.good("nothing is damaged or missing")
                        : console.bad("something is damaged or missing"));
    }

    private void tellProgram(Path folder, Checkup.Report report) {
        ObjectNode document =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("data", folder.toString())
                        .put("sound", report.isSound())
                        .put("streams", report.streams())
                        .put("recordsInLogs", report.records())
                        .put("logBytes", report.logBytes())
                        .put("objectFiles", report.blobs())
                        .put("objectBytes", report.blobBytes())
                        .put("uncheckedObjectFiles", report.uncheckedBlobs());
        var findings = document.putArray("findings");
        for (Checkup.Finding finding : report.findings()) {
            findings.addObject()
                    .put("weight", finding.weight().name().toLowerCase(java.util.Locale.ROOT))
                    .put("what", finding.what())
                    .put("meaning", finding.meaning())
                    .put("nextStep", finding.nextStep());
        }
        output.console().line(document.toString());
    }
}
