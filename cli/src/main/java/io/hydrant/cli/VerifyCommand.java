package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.objects.Account;
import io.hydrant.cli.objects.DeliveredObjects;
import io.hydrant.cli.status.DescribedStreams;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.core.delivery.DeliveryError;
import io.hydrant.core.delivery.Expired;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "verify",
        header = "Prove that every record is in the objects exactly once.",
        sortOptions = false,
        description = {
            "Proves from the bucket that every acknowledged record of a stream is in exactly one object. Each object's metadata"
                    + " names its first and last record by their positions in the stream's log: they must follow on one another"
                    + " from 0 to where the server says it has delivered to, without a gap and without an overlap. The objects'"
                    + " bytes are not read: their checksums are compared whenever they are."
        },
        footer = {
            "",
            "Example:",
            "  hydrant verify --stream movies-netflix",
            "",
            "Exit status: 0 every record once, 3 every record once but for those that were given up (serve --retention), 1"
                    + " not so, or the stream has stopped because its log is damaged."
        })
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--stream",
            paramLabel = "NAME",
            required = true,
            description = "The delivery stream.")
    private String stream = "";

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    VerifyCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        try (Clients clients = target.connect()) {
            if (clients.target().isAws()) {
                throw CommandFailure.wrongUsage(
                        "AWS's objects do not say which records they hold.",
                        "verify works on what Hydrant delivered.");
            }
            ServerStatus.Stream before = status(clients);
            ExtendedS3DestinationDescription destination =
                    DescribedStreams.describe(clients, stream)
                            .destinations()
                            .getFirst()
                            .extendedS3DestinationDescription();
            String bucket =
                    destination.bucketARN().substring(destination.bucketARN().lastIndexOf(':') + 1);
            List<Account.Delivered> objects = new DeliveredObjects(clients.s3()).of(stream, bucket);
            Expired expired = status(clients).expired();
            Account account = Account.of(objects, before.log(), expired);
            return tell(account, before, expired, bucket);
        }
    }

    private ServerStatus.Stream status(Clients clients) throws IOException {
        return clients.pages().status().stream(stream);
    }

    /// The objects were listed after the server was asked: there may be newer ones among them, and
    /// none may lack. What was given up was asked for after that: it may lack.
    private int tell(Account account, ServerStatus.Stream status, Expired expired, String bucket) {
        long lacking = Math.max(0, status.deliveredRecords() - account.recordsOf(status.log()));
        boolean whole = account.isWhole() && lacking == 0;
        Optional<String> damage =
                status.lastError()
                        .filter(error -> error.code().equals(DeliveryError.LOG_DAMAGED))
                        .map(ServerStatus.Trouble::message);
        if (output.json()) {
            tellProgram(account, status, expired, bucket, whole, damage);
        } else {
            tellPeople(account, status, expired, bucket, lacking);
            damage.ifPresent(text -> output.console().line(output.console().bad(text)));
        }
        if (!whole || damage.isPresent()) {
            return ExitStatus.FAILED;
        }
        return expired.records() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
    }

    private void tellPeople(
            Account account,
            ServerStatus.Stream status,
            Expired expired,
            String bucket,
            long lacking) {
        Console console = output.console();
        console.line(
                "%s in %s of s3://%s; %s wait in the log"
                        .formatted(
                                Figures.count(account.records(), "record"),
                                Figures.count(account.objects(), "object"),
                                bucket,
                                Figures.count(status.backlog().records(), "record")));
        tellPeople(expired);
        for (Account.LogAccount log : account.logs()) {
            log.findings().forEach(finding -> console.line(console.bad("  " + sentence(finding))));
        }
        if (lacking > 0) {
            console.line(
                    console.bad(
                            "  the server delivered %s; %s of them are in no object here"
                                    .formatted(
                                            Figures.count(status.deliveredRecords(), "record"),
                                            Figures.count(lacking))));
            console.line(
                    "  Objects in a bucket that the stream delivered to before an update are not counted.");
        }
        console.line(
                account.isWhole() && lacking == 0
                        ? console.good(
                                account.records() == 0
                                        ? "nothing is delivered yet"
                                        : "every delivered record is there exactly once")
                        : console.bad("not every record is there exactly once"));
    }

    private void tellPeople(Expired expired) {
        if (expired.records() == 0) {
            return;
        }
        Console console = output.console();
        console.line(
                console.bad(
                        "%s were given up: older than the retention while the destination failed"
                                .formatted(Figures.count(expired.records(), "record"))));
        for (Expired.Range range : expired.ranges()) {
            console.line(
                    "  records %,d to %,d%s"
                            .formatted(
                                    range.first(),
                                    range.last(),
                                    range.mayBeStored()
                                            ? ", which may be stored all the same"
                                            : ""));
        }
        if (expired.unlistedRecords() > 0) {
            console.line(
                    "  and %s before record %,d"
                            .formatted(
                                    Figures.count(expired.unlistedRecords()),
                                    expired.unlistedBefore()));
        }
    }

    private static String sentence(Account.Finding finding) {
        return switch (finding) {
            case Account.Finding.Missing missing ->
                    "records %,d to %,d are missing before %s"
                            .formatted(missing.first(), missing.last(), missing.before());
            case Account.Finding.Twice twice ->
                    "records %,d to %,d are in both %s and %s"
                            .formatted(twice.first(), twice.last(), twice.key(), twice.otherKey());
            case Account.Finding.WrongCount wrong ->
                    "%s says that it holds %,d records, at %,d positions"
                            .formatted(wrong.key(), wrong.said(), wrong.positions());
            case Account.Finding.NotGivenUp there ->
                    "records %,d to %,d were given up, but are in %s"
                            .formatted(there.first(), there.last(), there.key());
        };
    }

    private void tellProgram(
            Account account,
            ServerStatus.Stream status,
            Expired expired,
            String bucket,
            boolean whole,
            Optional<String> damage) {
        ObjectNode document =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("stream", stream)
                        .put("bucket", bucket)
                        .put("objects", account.objects())
                        .put("records", account.records())
                        .put("deliveredRecords", status.deliveredRecords())
                        .put("backlogRecords", status.backlog().records())
                        .put("expiredRecords", expired.records())
                        .put("exactlyOnce", whole);
        damage.ifPresent(text -> document.put("stopped", text));
        account.logs().stream()
                .flatMap(log -> log.findings().stream())
                .forEach(finding -> document.withArray("findings").add(sentence(finding)));
        output.console().line(document.toString());
    }
}
