package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.objects.DeliveredObjects;
import io.hydrant.cli.objects.Proof;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.status.DescribedStreams;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.LogProof;
import io.hydrant.core.log.BackupLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// `hydrant verify`: proves from the objects that every record of a stream is there exactly once.
@Command(
        name = "verify",
        header = "Prove that every record is in the objects exactly once.",
        sortOptions = false,
        description = {
            "Proves from the bucket that every acknowledged record of a stream is in exactly one object. Each object's metadata"
                    + " names its first and last record by their positions in the stream's log: they must follow on one another"
                    + " from 0 to where the server says it has delivered to, without a gap and without an overlap. Every object"
                    + " is read, and its bytes are held against its checksum. What the stream's bucket lacks is looked for in the"
                    + " other buckets, to which it may have delivered before an update. A stream that is backed up is proved twice:"
                    + " its objects, and those of the backup, from where that began.",
            "Of a stream whose records are processed, what was made of them is proved: of each partition the objects must not"
                    + " overlap, and together they must hold as many records as the server says. Error objects are among them."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant verify --stream movies-netflix",
            "  hydrant verify --stream movies-netflix --quick     # positions only, for very many objects",
            "",
            "Exit status: 0 every delivered record once, and what waits is only waiting for its buffer; 3 so but for those that"
                    + " were given up (serve --retention); 1 not so, or records wait because their delivery fails, or the stream"
                    + " has stopped because its log is damaged."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(VerifyCommand.class.getName());

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "The delivery stream. Its name by itself does, too.")
    private @Nullable String asOption;

    @Parameters(paramLabel = "STREAM", arity = "0..1", hidden = true)
    private @Nullable String byItself;

    private String stream = "";

    @Option(
            names = "--quick",
            description = "Look at the objects' positions only; do not read their bytes.")
    private boolean quick;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        stream = NamedOnce.required("--stream", asOption, byItself, "verify --stream NAME");
        try (Clients clients = target.connect()) {
            if (clients.target().isAws()) {
                throw CommandFailure.wrongUsage(
                        "AWS's objects do not say which records they hold.",
                        "verify works on what Hydrant delivered.");
            }
            ServerStatus.Stream status = knownStatus(clients);
            Proof proof = proof(clients, status, bucket(clients));
            ProofView view = new ProofView(output.console(), proof);
            if (!output.json()) {
                view.tellPeople(""); // The backup's bucket need not be for this key to see.
            }
            Optional<Proof> backup = backupProof(clients, status);
            Optional<ProofView> further = backup.map(of -> new ProofView(output.console(), of));
            if (output.json()) {
                view.tellProgram(further);
            } else {
                further.ifPresent(of -> of.tellPeople("backup: "));
            }
            return status(Stream.concat(Stream.of(proof), backup.stream()).toList());
        }
    }

    private static int status(List<Proof> proofs) {
        if (!proofs.stream().allMatch(Proof::isAllWell)) {
            return ExitStatus.FAILED;
        }
        return proofs.stream().anyMatch(proof -> proof.expired().records() > 0)
                ? ExitStatus.PARTLY_DONE
                : ExitStatus.DONE;
    }

    private Optional<Proof> backupProof(Clients clients, ServerStatus.Stream status)
            throws IOException {
        Optional<ServerStatus.Backup> backup = status.backup();
        return backup.isEmpty()
                ? Optional.empty()
                : Optional.of(proof(clients, backup.get().stream(), backup.get().place()));
    }

    /// @param before of the stream, or of its backup as a stream
    private Proof proof(Clients clients, ServerStatus.Stream before, String bucket)
            throws IOException {
        ProgressLine progress = new ProgressLine(output.console(), surroundings.clock());
        DeliveredObjects found =
                new DeliveredObjects(
                        clients::s3,
                        stream,
                        metadata -> isOfBackup(metadata.log()) == isOfBackup(before.log()),
                        !quick,
                        (objects, bytes) -> {
                            if (!output.json()) {
                                progress.update(() ->
                                        "%s, %s read"
                                                .formatted(
                                                        Figures.count(objects, "object"),
                                                        Figures.bytes(bytes)));
                            }
                        });
        found.lookInto(bucket);
        Proof proof = proof(clients, before, found);
        if (proof.lacking() > 0 || !proof.findings().isEmpty()) {
            lookIntoOthers(clients, bucket, found);
            proof = proof(clients, before, found);
        }
        progress.clear();
        return proof;
    }

    /// What the server has delivered is not known for a moment after its start: without it nothing
    /// would be found to lack.
    private ServerStatus.Stream knownStatus(Clients clients) throws IOException {
        Instant deadline = surroundings.clock().instant().plus(PATIENCE);
        ServerStatus.Stream now = clients.pages().fresh(stream).stream(stream);
        while (now.deliveredRecords().isEmpty() && now.stopped().isEmpty()) {
            if (surroundings.clock().instant().isAfter(deadline)) {
                throw new CommandFailure(
                        "The server does not know yet what it has delivered of %s."
                                .formatted(stream),
                        "`hydrant status %s` tells what keeps it.".formatted(stream));
            }
            pause();
            now = clients.pages().fresh(stream).stream(stream);
        }
        return now;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private Proof proof(Clients clients, ServerStatus.Stream before, DeliveredObjects found)
            throws IOException {
        ServerStatus.Stream now = clients.pages().fresh(stream).stream(stream);
        ServerStatus.Stream after =
                isOfBackup(before.log())
                        ? now.backup().map(ServerStatus.Backup::stream).orElse(before)
                        : now;
        Expired expired = after.expired().orElse(Expired.NOTHING);
        return new Proof(
                before,
                after.trouble(),
                expired,
                LogProof.ofEach(found.objects(), after.logs(), after.processed().isPresent()),
                found);
    }

    private static boolean isOfBackup(String log) {
        return BackupLog.isIdOf(log);
    }

    private String bucket(Clients clients) {
        ExtendedS3DestinationDescription destination =
                DescribedStreams.describe(clients, stream)
                        .destinations()
                        .getFirst()
                        .extendedS3DestinationDescription();
        return destination.bucketARN().substring(destination.bucketARN().lastIndexOf(':') + 1);
    }

    /// Buckets that this key may not list are passed over: what is in them stays lacking.
    private static void lookIntoOthers(Clients clients, String bucket, DeliveredObjects found) {
        try {
            for (S3Client s3 : clients.everyS3()) {
                for (Bucket other : s3.listBuckets().buckets()) {
                    if (!other.name().equals(bucket)) {
                        lookInto(other.name(), found);
                    }
                }
            }
        } catch (S3Exception e) {
            LOG.log(Level.DEBUG, "Buckets cannot be listed", e);
        }
    }

    private static void lookInto(String bucket, DeliveredObjects found) {
        try {
            found.lookInto(bucket);
        } catch (S3Exception e) {
            LOG.log(Level.DEBUG, "A bucket cannot be listed", e);
        }
    }
}
