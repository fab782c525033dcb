package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.ObjectContents;
import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant cat`: writes objects to standard output, decompressed by what their first bytes say;
/// Parquet and ORC as rows.
@Command(
        name = "cat",
        header = "Write objects to standard output, decompressed; Parquet and ORC as rows.",
        sortOptions = false,
        description = {
            "Writes objects to standard output, decompressed: gzip, zip and both kinds of Snappy that Firehose writes."
                    + " The object's first bytes tell which it is.",
            "",
            "Parquet and ORC are shown as rows, each a line of JSON with the columns' names: decimals with all digits,"
                    + " dates and times as ISO text, bytes as base64. Only the parts that the rows need are fetched."
        },
        footer = {
            "",
            "Example:",
            "  hydrant ls s3://movies-netflix-000000000000/movies/              # names the objects",
            "  hydrant cat s3://movies-netflix-000000000000/movies/KEY | head",
            "  hydrant cat s3://lake/films/KEY.parquet | jq .title",
            "  hydrant cat --raw s3://lake/films/KEY.parquet > films.parquet"
        })
final class CatCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "s3://BUCKET/KEY",
            arity = "1..*",
            converter = S3Address.Converter.class,
            description = "What to write, one after the other.")
    private List<S3Address> addresses = new ArrayList<>();

    @Option(names = "--raw", description = "The bytes as stored, compressed or not.")
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
                if (!write(reader, address)) {
                    return ExitStatus.DONE;
                }
            }
            surroundings.console().out().flush();
            return ExitStatus.DONE;
        }
    }

    /// Whether somebody still reads what is written.
    private boolean write(ObjectContents reader, S3Address address) throws IOException {
        HeardOutput out = new HeardOutput(surroundings.console().out());
        try {
            if (raw) {
                reader.writeStored(address, out);
            } else {
                reader.write(address, out);
            }
            return true;
        } catch (HeardOutput.UnheardException e) {
            return false;
        }
    }
}
