package io.hydrant.cli.redrive;

import io.hydrant.cli.program.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Which records of error objects are meant, by why they failed and when they had arrived.
///
/// @param codes as [#known] writes them; empty means all
/// @param since that instant or later
/// @param until before that instant
public record Selection(SortedSet<String> codes, Optional<Instant> since, Optional<Instant> until) {
    /// Every record.
    public static final Selection ALL =
            new Selection(new TreeSet<>(), Optional.empty(), Optional.empty());

    /// What is left of a tag's 256 characters for it.
    private static final int MOST_CHARACTERS = 160;

    private static final String CODES = "codes=";
    private static final String SINCE = "since=";
    private static final String UNTIL = "until=";

    public Selection {
        codes = new TreeSet<>(codes);
    }

    /// @param codes as error objects have them
    /// @throws CommandFailure when a tag cannot hold it
    public static Selection of(
            List<String> codes, Optional<Instant> since, Optional<Instant> until) {
        Selection selection =
                new Selection(
                        codes.stream()
                                .map(Selection::known)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        since,
                        until);
        if (selection.text().length() > MOST_CHARACTERS) {
            throw CommandFailure.wrongUsage(
                    "So many --error-code do not fit into the tag that says which records were sent again.",
                    "Give fewer of them at a time, or none for all records.");
        }
        return selection;
    }

    boolean isAll() {
        return equals(ALL);
    }

    private boolean asksForTime() {
        return since.isPresent() || until.isPresent();
    }

    /// A record without a time is in no selection by time.
    boolean matches(ErrorRecord record) {
        return matchesCode(record)
                && (!asksForTime() || record.arrivedAt().filter(this::isWithin).isPresent());
    }

    /// Whether nobody can say if the record is meant.
    boolean isUndecided(ErrorRecord record) {
        return asksForTime() && record.arrivedAt().isEmpty() && matchesCode(record);
    }

    private boolean matchesCode(ErrorRecord record) {
        return codes.isEmpty() || codes.contains(known(record.code()));
    }

    private boolean isWithin(Instant time) {
        return since.filter(time::isBefore).isEmpty()
                && until.filter(end -> !time.isBefore(end)).isEmpty();
    }

    /// An error code as a tag can hold it: itself, or of another destination's own words a
    /// checksum.
    static String known(String code) {
        if (code.matches("[A-Za-z0-9._-]{1,64}")) {
            return code;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(code.getBytes(StandardCharsets.UTF_8));
        return "@%08x".formatted(checksum.getValue());
    }

    /// Words that a tag can hold; none for all records.
    String text() {
        StringBuilder text = new StringBuilder();
        if (!codes.isEmpty()) {
            text.append(CODES).append(String.join("/", codes)).append(' ');
        }
        since.ifPresent(time -> text.append(SINCE).append(time).append(' '));
        until.ifPresent(time -> text.append(UNTIL).append(time).append(' '));
        return text.toString();
    }

    /// What [#text] wrote, among other words.
    ///
    /// @throws DateTimeException when a time in it is none
    static Selection of(String[] words) {
        SortedSet<String> codes = new TreeSet<>();
        Optional<Instant> since = Optional.empty();
        Optional<Instant> until = Optional.empty();
        for (String word : words) {
            if (word.startsWith(CODES)) {
                for (String code : word.substring(CODES.length()).split("/", -1)) {
                    codes.add(code);
                }
            } else if (word.startsWith(SINCE)) {
                since = Optional.of(Instant.parse(word.substring(SINCE.length())));
            } else if (word.startsWith(UNTIL)) {
                until = Optional.of(Instant.parse(word.substring(UNTIL.length())));
            }
        }
        return new Selection(codes, since, until);
    }

    /// As the options say it.
    String options() {
        return isAll()
                ? "without --error-code, --since and --until"
                : "with "
                        + Stream.of(
                                        codes.stream().map(code -> "--error-code " + code),
                                        since.stream().map(time -> "--since " + time),
                                        until.stream().map(time -> "--until " + time))
                                .flatMap(part -> part)
                                .collect(Collectors.joining(" "));
    }
}
