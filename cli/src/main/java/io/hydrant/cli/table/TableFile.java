package io.hydrant.cli.table;

import io.hydrant.cli.CommandFailure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Opens what the caller named: a `.csv`, a `.csv.gz`, a `.zip` with one CSV, or `-` for standard
/// input. Reading is a stream throughout: a file's size does not matter.
public final class TableFile {
    public static final String STANDARD_INPUT = "-";
    private static final int BUFFER_BYTES = 1 << 16;

    private TableFile() {}

    /// @param name a path, or `-`
    public static InputStream open(String name, InputStream standardInput) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return standardInput;
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(name + " is a folder.", "Name the CSV file in it.");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(name);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".zip")) {
            return openZip(name, file);
        }
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        return lower.endsWith(".gz") ? openGzip(name, raw) : raw;
    }

    private static InputStream openGzip(String name, InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, BUFFER_BYTES);
        } catch (ZipException e) {
            raw.close();
            throw new CommandFailure(
                    name + " is not in gzip format.", "Rename it when it is a plain CSV.");
        }
    }

    private static InputStream openZip(String name, Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new CommandFailure(
                    name + " is not a zip file: " + e.getMessage() + ".",
                    "Rename it when it is a plain CSV.");
        }
        try {
            ZipEntry entry = onlyTable(name, zip);
            return closingToo(zip.getInputStream(entry), zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipEntry onlyTable(String name, ZipFile zip) {
        List<? extends ZipEntry> tables =
                zip.stream().filter(entry -> isTable(entry.getName())).toList();
        if (tables.size() == 1) {
            return tables.getFirst();
        }
        if (tables.isEmpty()) {
            throw new CommandFailure(
                    name + " holds no .csv file.",
                    "It holds: " + namesOf(zip.stream().toList()) + ".");
        }
        throw new CommandFailure(
                name + " holds " + tables.size() + " CSV files: " + namesOf(tables) + ".",
                "Unpack the one you want: unzip -p "
                        + name
                        + " "
                        + tables.getFirst().getName()
                        + " | hydrant send - …");
    }

    /// Not what macOS puts beside each file.
    private static boolean isTable(String entry) {
        return entry.toLowerCase(Locale.ROOT).endsWith(".csv") && !entry.startsWith("__MACOSX/");
    }

    private static String namesOf(List<? extends ZipEntry> entries) {
        return entries.isEmpty()
                ? "nothing"
                : String.join(", ", entries.stream().map(ZipEntry::getName).toList());
    }

    private static InputStream closingToo(InputStream entry, ZipFile zip) {
        return new FilterInputStream(entry) {
            @Override
            public void close() throws IOException {
                try (zip) {
                    super.close();
                }
            }
        };
    }
}
