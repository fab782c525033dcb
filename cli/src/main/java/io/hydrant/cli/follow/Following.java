package io.hydrant.cli.follow;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.send.GoodRows;
import io.hydrant.cli.send.Heading;
import io.hydrant.cli.send.LogFloor;
import io.hydrant.cli.send.ProgressFile;
import io.hydrant.cli.send.RowListener;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Characters;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.Table;
import io.hydrant.cli.table.Typing;
import io.hydrant.producer.Journal;
import io.hydrant.producer.MarkBuilder;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Sending;
import io.hydrant.producer.Setback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends the rows of files that grow, file by file and row by row in order, and goes on after a
/// restart where it was. Before rows are sent, it is kept on disk which ones; after a kill just
/// these are sent again, in the same requests, and Hydrant takes them once. [#run] belongs to one
/// thread.
public final class Following {
    /// How often it is looked whether files have grown, and which there are.
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final List<String> patterns;
    private final RowsOfFiles.Reading reading;
    private final Sending.Plan plan;
    private final Clients clients;
    private final ProgressFile kept;
    private final RowListener listener;
    private final RowEnds rowEnds;
    private final CountDownLatch stop = new CountDownLatch(1);

    /// How rows are written, of files by their inode.
    private final Map<Long, Layout> layouts = new HashMap<>();

    private final long startedNanos = System.nanoTime();
    private volatile Totals counted = new Totals(SendReport.NOTHING, 0);

    private record Layout(int columns, RecordFormat format) {}

    /// What came of it so far.
    ///
    /// @param leftOut rows that could not be sent
    public record Totals(SendReport report, long leftOut) {
        private Totals plus(SendReport next, long left) {
            return new Totals(report.plus(next), leftOut + left);
        }
    }

    public Following(
            List<String> patterns,
            RowsOfFiles.Reading reading,
            Sending.Plan plan,
            Clients clients,
            ProgressFile kept,
            RowListener listener) {
        this.patterns = List.copyOf(patterns);
        this.reading = reading;
        this.plan = plan;
        this.clients = clients;
        this.kept = kept;
        this.listener = listener;
        this.rowEnds = new RowEnds(reading.dialect());
    }

    public Totals totals() {
        Totals now = counted;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        return new Totals(now.report().ended(elapsed, true), now.leftOut());
    }

    /// Ends [#run] once what is on its way is acknowledged. From any thread.
    public void stop() {
        stop.countDown();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    /// Returns when it was stopped.
    ///
    /// @throws CommandFailure when a file holds no rows that can be read
    public void run() throws IOException, InterruptedException {
        FollowState state = state();
        try (FollowedFiles files = new FollowedFiles(patterns, state.places())) {
            files.refresh();
            Course course = new Course(state.producer(), state.records(), state.floor(), files);
            if (state.underWay().isPresent()) {
                repeat(state.underWay().get(), course);
            }
            while (!stopped()) {
                if (!sendWhatIsThere(course)) {
                    stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
                files.refresh();
            }
        }
    }

    private FollowState state() throws IOException, InterruptedException {
        String stream = plan.destination().stream();
        Optional<FollowState> earlier = kept.read(FollowState::of);
        if (earlier.isEmpty()) {
            return new FollowState(
                    Sending.Start.anew().producer(),
                    0,
                    List.of(),
                    LogFloor.of(clients, stream, 0),
                    Optional.empty());
        }
        if (earlier.get().floor().isPresent()) {
            earlier.get()
                    .floor()
                    .get()
                    .require(
                            clients,
                            stream,
                            earlier.get().records(),
                            "Which of the rows it still has, nobody can tell. To send what the files hold once more, move "
                                    + kept.path()
                                    + " away: what the server has is there twice then.");
        }
        return earlier.get();
    }

    /// Where one life of the follower is.
    private static final class Course {
        private final String producer;
        private final FollowedFiles files;
        private final Optional<LogFloor> floor;
        private long records;
        private boolean isKept;

        Course(String producer, long records, Optional<LogFloor> floor, FollowedFiles files) {
            this.producer = producer;
            this.records = records;
            this.floor = floor;
            this.files = files;
        }

        FollowState state(Optional<FollowState.Piece> underWay) {
            return new FollowState(producer, records, files.places(), floor, underWay);
        }
    }

    /// Sends again what may have been taken.
    private void repeat(FollowState.Piece piece, Course course)
            throws IOException, InterruptedException {
        Optional<FollowedFile> file = course.files.withInode(piece.inode());
        if (file.isEmpty() || file.get().offset() != piece.from()) {
            listener.setback(
                    new Setback(
                            "a file that is gone",
                            1,
                            "the file that was being sent when the run before ended is not there anymore",
                            3,
                            Duration.ZERO));
            return;
        }
        send(file.get(), file.get().piece(piece), course);
    }

    /// One piece of each file, in turn. Whether there was any.
    private boolean sendWhatIsThere(Course course) throws IOException, InterruptedException {
        boolean any = false;
        for (FollowedFile file : course.files.files()) {
            if (stopped()) {
                return any;
            }
            Optional<FollowedFile.Rows> rows = file.next(rowEnds, FollowedFiles.isComplete(file));
            if (rows.isPresent() && send(file, rows.get(), course)) {
                any = true;
            }
        }
        if (!any && !course.isKept) {
            kept.write(course.state(Optional.empty()).toBytes());
            course.isKept = true;
        }
        return any;
    }

    /// @return false when the file's columns are not known yet
    private boolean send(FollowedFile file, FollowedFile.Rows rows, Course course)
            throws IOException, InterruptedException {
        Optional<Layout> layout = layout(file);
        if (layout.isEmpty()) {
            return false;
        }
        FollowState.Piece piece = new FollowState.Piece(file.inode(), file.offset(), rows.end());
        kept.write(course.state(Optional.of(piece)).toBytes());
        course.isKept = false;
        boolean hasHeading = file.offset() == 0 && reading.heading() instanceof Heading.FirstRow;
        PieceRows source =
                new PieceRows(
                        file.file().toString(),
                        rows,
                        file.lines(),
                        reading.dialect(),
                        rowEnds,
                        layout.get().columns(),
                        layout.get().format(),
                        hasHeading);
        GoodRows good = new GoodRows(source, listener);
        Sending.Start start =
                new Sending.Start(course.producer, MarkBuilder.behind(course.records));
        Sending sending = new Sending(plan, clients.http(), start, Journal.NONE, listener);
        try {
            SendReport report = sending.run(good);
            course.records += report.records();
            file.isSent(rows);
        } finally {
            counted = counted.plus(sending.report(), good.leftOut());
        }
        return true;
    }

    /// Empty when the file has not even a first row yet.
    private Optional<Layout> layout(FollowedFile file) throws IOException {
        Layout known = layouts.get(file.inode());
        if (known != null && file.offset() > 0) {
            return Optional.of(known);
        }
        if (Characters.isWideMark(file.head())) {
            throw new CommandFailure(
                    file.file() + " is in UTF-16 or UTF-32, as its first bytes say.",
                    "--follow reads plain text in UTF-8 or a one-byte encoding. Send it without --follow.");
        }
        Optional<List<String>> names = names(file);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = file.file().toString();
        reading.typing().check(name, names.get());
        reading.style().check(name, names.get());
        Layout layout =
                new Layout(
                        names.get().size(),
                        reading.style().of(reading.typing().columnsWithoutLooking(names.get())));
        layouts.put(file.inode(), layout);
        return Optional.of(layout);
    }

    private Optional<List<String>> names(FollowedFile file) throws IOException {
        if (reading.heading() instanceof Heading.Given(List<String> names)) {
            return Optional.of(names);
        }
        Optional<FollowedFile.Rows> first = file.heading(rowEnds);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try (Table table =
                new Table(
                        file.file().toString(),
                        new ByteArrayInputStream(first.get().bytes()),
                        reading.dialect())) {
            return reading.heading().in(table).map(Heading.Found::names);
        } catch (BadRow bad) {
            return Optional.of(Typing.namesOfFilms()); // told when its turn comes
        }
    }
}
