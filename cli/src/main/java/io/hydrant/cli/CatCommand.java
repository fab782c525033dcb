package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.ObjectContents;
import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant cat`: writes objects to standard output, decompressed by what their first bytes say.
@Command(
        name = "cat",
        header = "Write objects to standard output, decompressed.",
        sortOptions = false,
        description = {
            "Writes objects to standard output, decompressed: gzip, zip and both kinds of Snappy that Firehose writes."
                    + " The object's first bytes tell which it is."
        },
        footer = {
            "",
            "Example:",
            "  hydrant ls s3://movies-netflix-000000000000/movies/              # names the objects",
            "  hydrant cat s3://movies-netflix-000000000000/movies/KEY | head"
        })
final class CatCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "s3://BUCKET/KEY",
            arity = "1..*",
            converter = S3Address.Converter.class,
            description = "What to write, one after the other.")
    private List<S3Address> addresses = new ArrayList<>();

    @Option(names = "--raw", description = "As stored, compressed or not.")
    private boolean raw;

    @Mixin private final TargetOptions target;

    CatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        try (Clients clients = target.connect()) {
            for (S3Address address : addresses) {
                if (address.key().isEmpty()) {
                    throw CommandFailure.wrongUsage(
                            address + " is a bucket.",
                            "`hydrant ls " + ShellWord.of(address) + "` lists its objects.");
                }
                ObjectContents reader = new ObjectContents(clients.s3(address.bucket()));
                try (InputStream content = raw ? reader.stored(address) : reader.content(address)) {
                    content.transferTo(surroundings.console().out());
                }
            }
            surroundings.console().out().flush();
            return ExitStatus.DONE;
        }
    }
}
