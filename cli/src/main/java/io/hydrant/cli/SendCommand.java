package io.hydrant.cli;

import io.hydrant.cli.program.Surroundings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hydrant send`: sends every row of CSV files to a delivery stream, each as one record.
@Command(
        name = "send",
        header = "Send every row of CSV files to a delivery stream.",
        sortOptions = false,
        description = {
            "Sends every row of CSV files to a delivery stream, each as one record, and shows what it read and the RecordId that"
                    + " the stream answered with.",
            "",
            "Rows: fields may be quoted, and quoted fields may hold separators and line breaks (RFC 4180). Empty lines are"
                    + " passed over. A file with three columns and neither --header nor --columns is read as MovieID,"
                    + " YearOfRelease, Title: numbers stay numbers, a missing or NULL year becomes 0, the title is kept as"
                    + " it is.",
            "",
            "Types: a column that --types does not name has the type that pandas.read_csv would find: whole numbers, decimals,"
                    + " true and false, else text, with null for what is missing. One type holds for a whole column, so a film"
                    + " called 1984 is text among texts. It is found by reading each file beforehand, up to"
                    + " 64 MiB of it, unpacked; of standard input the first 1 MiB is waited for, so declare all columns of a slow"
                    + " pipe. Unlike in pandas,"
                    + " whole numbers stay whole when some are missing, decimals keep their digits, and infinities are text, for"
                    + " JSON has none. A later row that does not fit is a bad row."
        },
        footer = {
            "",
            "Why a pause? At two rows a second one can watch the records arrive and the buffer fill: it shows a stream in near"
                    + " real time rather than a bulk load. It also stays far below what AWS grants a stream, 1,000 to 2,000"
                    + " requests a second by region, beyond which it answers \"Slow down.\" A real load wants neither: --batch sends"
                    + " 500 rows a request, --max sends batches as fast as the stream takes them.",
            "",
            "A restored server: one that was restored from a backup lacks the rows that came after the backup. --resume and --follow"
                    + " see that the stream holds too few records, and refuse to pass these rows over. They cannot see it when"
                    + " others have sent as many rows to the stream since, nor with a key that may not describe the stream. So"
                    + " after a restore send again, without --resume, what was sent after the backup.",
            "",
            "Examples:",
            "  hydrant send examples/netflix/films.csv --stream movies-netflix",
            "  hydrant send films.zip --stream movies-netflix --max",
            "  hydrant send sales.csv --stream sales --header --rate 200/s --on-bad-row bad.csv",
            "  zcat log.csv.gz | hydrant send - --stream log --columns time,host,status --batch",
            "  hydrant send films.csv --stream films --create --aws",
            "  hydrant send titles.csv --stream films --encoding ISO-8859-1 --last-column-takes-rest",
            "  hydrant send 'logs/**/*.csv.gz' --stream log --header --types host:string --default ms=0",
            "  hydrant send 'logs/app.csv*' --stream log --columns time,level,text --follow",
            "  hydrant send people.tsv --stream p --header --separator tab --template '{{id}} {{name}}'",
            "",
            "Exit status: 0 all rows acknowledged, 1 failed, 2 wrong usage, 3 some rows left out."
        })
final class SendCommand implements Callable<Integer> {
    @Mixin private final SendOptions options;

    SendCommand(Surroundings surroundings) {
        this.options = new SendOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        return options.follow()
                ? new SendFollowing(options).carryOut()
                : new SendOnce(options).carryOut();
    }
}
