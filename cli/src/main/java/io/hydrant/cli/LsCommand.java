package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.json.JsonMapper;

/// `hydrant ls`: lists the buckets, or the objects below a prefix.
@Command(
        name = "ls",
        header = "List buckets, or the objects below a prefix.",
        sortOptions = false,
        description = "Lists the buckets, or all objects below a prefix.",
        footer = {
            "",
            "Examples:",
            "  hydrant ls",
            "  hydrant ls s3://movies-netflix-000000000000/",
            "  hydrant ls s3://movies-netflix-000000000000/movies/ --json"
        })
final class LsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Parameters(
            paramLabel = "s3://BUCKET/PREFIX",
            arity = "0..1",
            converter = S3Address.Converter.class,
            description = "What to list. Nothing: the buckets.")
    private @Nullable S3Address address;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    LsCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (Clients clients = target.connect()) {
            if (address == null) {
                for (S3Client s3 : clients.everyS3()) {
                    s3.listBuckets().buckets().forEach(this::show);
                }
            } else {
                list(clients.s3(address.bucket()), address);
            }
            return ExitStatus.DONE;
        }
    }

    private void list(S3Client s3, S3Address address) {
        long objects = 0;
        long bytes = 0;
        for (S3Object object :
                s3.listObjectsV2Paginator(
                                request -> request.bucket(address.bucket()).prefix(address.key()))
                        .contents()) {
            show(address.bucket(), object);
            objects++;
            bytes += object.size();
        }
        if (!output.json()) {
            output.console().line(Figures.count(objects, "object") + ", " + Figures.bytes(bytes));
        }
    }

    private void show(Bucket bucket) {
        Console console = output.console();
        if (output.json()) {
            console.line(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("bucket", bucket.name())
                            .put("created", bucket.creationDate().toString())
                            .toString());
        } else {
            console.line(time(bucket.creationDate()) + "  s3://" + bucket.name() + "/");
        }
    }

    private void show(String bucket, S3Object object) {
        Console console = output.console();
        if (output.json()) {
            console.line(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("bucket", bucket)
                            .put("key", object.key())
                            .put("bytes", object.size())
                            .put("modified", object.lastModified().toString())
                            .put("etag", object.eTag())
                            .toString());
        } else {
            console.line(
                    "%s  %12s  s3://%s/%s"
                            .formatted(
                                    time(object.lastModified()),
                                    Figures.count(object.size()),
                                    bucket,
                                    object.key()));
        }
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
