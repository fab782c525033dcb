package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.terminal.ShellWord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Finds what the caller named, and checks it before anything is sent: `.csv` files, plain or
/// packed by gzip or zstd, entries of `.zip` files, patterns of names, pipes, and `-` for standard
/// input.
public final class InputFinder {
    public static final String STANDARD_INPUT = "-";
    private static final String ENTRY_MARK = ".zip!";

    private final InputStream standardInput;
    private final Optional<String> entry;

    /// @param entry the wanted entry of zip files that hold several
    public InputFinder(InputStream standardInput, Optional<String> entry) {
        this.standardInput = standardInput;
        this.entry = entry;
    }

    /// All of them, in the order of their names here; what a pattern matches is sorted.
    public List<Input> find(List<String> names) throws IOException {
        if (names.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw CommandFailure.wrongUsage(
                    "Standard input is named twice.", "It can be read once: give - once.");
        }
        List<Input> found = new ArrayList<>();
        for (String name : names) {
            addTo(found, name);
        }
        if (entry.isPresent() && found.stream().noneMatch(ZippedInput.class::isInstance)) {
            throw CommandFailure.wrongUsage(
                    "--entry is for zip files, and none is named.", "Leave it out.");
        }
        return found;
    }

    private void addTo(List<Input> found, String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            found.add(new StreamInput(name, () -> standardInputUnpackable(name)));
        } else if (Files.exists(Path.of(name))) {
            found.add(input(name, entry));
        } else if (name.toLowerCase(Locale.ROOT).contains(ENTRY_MARK)) {
            int mark = name.toLowerCase(Locale.ROOT).indexOf(ENTRY_MARK) + ENTRY_MARK.length() - 1;
            Optional<String> named = Optional.of(name.substring(mark + 1));
            for (String file : files(name.substring(0, mark))) {
                found.add(input(file, named));
            }
        } else {
            for (String file : files(name)) {
                found.add(input(file, entry));
            }
        }
    }

    /// A zip's directory is at its end.
    private InputStream standardInputUnpackable(String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(standardInput);
        if (Unpacked.packingOf(buffered) == Unpacked.Packing.ZIP) {
            throw new CommandFailure(
                    "What comes in on standard input is a zip file, which cannot be read from a stream.",
                    "Name the file itself, or unpack it: unzip -p FILE.zip | hydrant send "
                            + name
                            + " …");
        }
        Optional<ForeignFormat> foreign = ForeignFormat.in(beginning(buffered));
        if (foreign.isPresent()) {
            throw foreign.get().of("What comes in on standard input");
        }
        return buffered;
    }

    /// What there is of it without waiting for more.
    private static byte[] beginning(InputStream buffered) throws IOException {
        byte[] head = new byte[ForeignFormat.HEAD_BYTES];
        buffered.mark(head.length);
        int length = Math.max(buffered.read(head), 0);
        buffered.reset();
        return Arrays.copyOf(head, length);
    }

    /// The files that a name or a pattern stands for now; none is no failure.
    public static List<Path> names(String nameOrPattern) throws IOException {
        Path literal = Path.of(nameOrPattern);
        if (Files.exists(literal)) {
            return List.of(literal);
        }
        return FilePattern.isPattern(nameOrPattern)
                ? new FilePattern(nameOrPattern).files()
                : List.of();
    }

    private static List<String> files(String name) throws IOException {
        if (Files.exists(Path.of(name)) || !FilePattern.isPattern(name)) {
            return List.of(name);
        }
        List<Path> files = new FilePattern(name).files();
        if (files.isEmpty()) {
            throw new CommandFailure(
                    "No file matches " + name + ".",
                    "** searches folders within folders; names that begin with a dot are passed over.");
        }
        return files.stream().map(Path::toString).toList();
    }

    private static Input input(String name, Optional<String> entry) throws IOException {
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    name + " is a folder.",
                    "Name the CSV file in it, or all of them: "
                            + ShellWord.quoted(name + "/*.csv"));
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(name);
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(name);
        }
        if (!Files.isRegularFile(file)) {
            return new StreamInput(name, () -> Files.newInputStream(file));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".zip") || entry.isPresent() && packing(file) == Unpacked.Packing.ZIP
                ? zipped(name, file, entry)
                : plain(name, file, lower);
    }

    private static Unpacked.Packing packing(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Unpacked.Packing.of(bytes.readNBytes(4));
        }
    }

    private static Input plain(String name, Path file, String lower) throws IOException {
        Unpacked.Packing packing = packing(file);
        if (lower.endsWith(".gz") && packing != Unpacked.Packing.GZIP) {
            throw notInFormat(name, "gzip");
        }
        if (lower.endsWith(".zst") && packing != Unpacked.Packing.ZSTD) {
            throw notInFormat(name, "zstd");
        }
        refuseForeign(name, file, packing);
        if (packing == Unpacked.Packing.ZIP) {
            throw new CommandFailure(
                    name + " is a zip file by its content.", "Rename it to end with .zip.");
        }
        return new FileInput(name, file, Files.size(file));
    }

    private static void refuseForeign(String name, Path file, Unpacked.Packing packing)
            throws IOException {
        Optional<ForeignFormat> foreign;
        if (packing == Unpacked.Packing.ZIP) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                foreign = ForeignFormat.in(zip);
            } catch (ZipException damaged) {
                return; // told as a zip file
            }
        } else {
            foreign = ForeignFormat.inFile(name, Files.newInputStream(file));
        }
        if (foreign.isPresent()) {
            throw foreign.get().of(name);
        }
    }

    private static CommandFailure notInFormat(String name, String format) {
        return new CommandFailure(
                name + " is not in " + format + " format.", "Rename it when it is a plain CSV.");
    }

    private static Input zipped(String name, Path file, Optional<String> entry) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry found =
                    entry.isPresent() ? named(name, zip, entry.get()) : onlyTable(name, zip);
            return new ZippedInput(
                    name, file, found.getName(), Math.max(found.getCompressedSize(), 0));
        } catch (ZipException e) {
            if (String.valueOf(e.getMessage()).contains("bad compression method")) {
                throw new CommandFailure(
                        name
                                + " is packed by a method other than the usual one: "
                                + e.getMessage()
                                + ".",
                        "Unpack it with another program: unzip -p "
                                + ShellWord.of(name)
                                + " | hydrant send - …");
            }
            throw new CommandFailure(
                    name + " is not a whole zip file: " + e.getMessage() + ".",
                    "Fetch it again when it was cut short; rename it when it is a plain CSV.");
        }
    }

    private static ZipEntry named(String name, ZipFile zip, String entry) {
        ZipEntry found = zip.getEntry(entry);
        if (found == null || found.isDirectory()) {
            throw new CommandFailure(
                    name + " holds no entry " + entry + ".",
                    "It holds: " + namesOf(zip.stream().toList()) + ".");
        }
        return found;
    }

    private static ZipEntry onlyTable(String name, ZipFile zip) {
        List<? extends ZipEntry> tables =
                zip.stream().filter(entry -> isTable(entry.getName())).toList();
        if (tables.size() == 1) {
            return tables.getFirst();
        }
        Optional<ForeignFormat> foreign = ForeignFormat.in(zip);
        if (tables.isEmpty() && foreign.isPresent()) {
            throw foreign.get().of(name);
        }
        if (tables.isEmpty()) {
            throw new CommandFailure(
                    name + " holds no .csv file.",
                    "It holds: "
                            + namesOf(zip.stream().toList())
                            + ". --entry NAME reads one of another name.");
        }
        throw new CommandFailure(
                name + " holds " + tables.size() + " CSV files: " + namesOf(tables) + ".",
                "Name the one you want: --entry "
                        + ShellWord.of(tables.getFirst().getName())
                        + ", or "
                        + ShellWord.quoted(name + "!" + tables.getFirst().getName()));
    }

    /// Not what macOS puts beside each file.
    private static boolean isTable(String entry) {
        return entry.toLowerCase(Locale.ROOT).endsWith(".csv") && !entry.startsWith("__MACOSX/");
    }

    private static String namesOf(List<? extends ZipEntry> entries) {
        return entries.isEmpty()
                ? "nothing"
                : String.join(", ", entries.stream().map(ZipEntry::getName).limit(20).toList());
    }
}
