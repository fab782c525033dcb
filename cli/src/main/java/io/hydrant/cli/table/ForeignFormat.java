package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipFile;

/// What people take for a table and no row can be read of: archives, workbooks. Known by their
/// first bytes, or by what a zip holds.
enum ForeignFormat {
    TAR("a tar archive", "Unpack it, and send the CSV files in it: tar -xf %s"),
    EXCEL("an Excel workbook", "Save it as \"CSV UTF-8\", and send that file."),
    OPEN_DOCUMENT("an OpenDocument spreadsheet", "Save it as CSV in UTF-8, and send that file."),
    BZIP2("packed by bzip2", "Unpack it first: bunzip2 -k %s"),
    XZ("packed by xz", "Unpack it first: unxz -k %s"),
    SEVEN_ZIP("a 7z archive", "Unpack it, and send the CSV files in it: 7z x %s"),
    PARQUET("a Parquet file", "Write it as CSV with the program that made it, and send that file.");

    /// As many bytes as tell all of these.
    static final int HEAD_BYTES = 512;

    private static final int TAR_MAGIC_OFFSET = 257;

    private final String is;
    private final String next;

    ForeignFormat(String is, String next) {
        this.is = is;
        this.next = next;
    }

    CommandFailure of(String name) {
        return new CommandFailure(
                name + " is " + is + ", not a CSV file.", next.formatted(ShellWord.of(name)));
    }

    /// By the first bytes, unpacked or not.
    static Optional<ForeignFormat> in(byte[] head) {
        if (has(head, TAR_MAGIC_OFFSET, "ustar".getBytes(StandardCharsets.US_ASCII))) {
            return Optional.of(TAR);
        }
        if (has(head, 0, HexFormat.of().parseHex("d0cf11e0a1b11ae1"))) {
            return Optional.of(EXCEL);
        }
        if (has(head, 0, "BZh".getBytes(StandardCharsets.US_ASCII))
                && has(head, 4, HexFormat.of().parseHex("314159265359"))) {
            return Optional.of(BZIP2);
        }
        if (has(head, 0, HexFormat.of().parseHex("fd377a585a00"))) {
            return Optional.of(XZ);
        }
        if (has(head, 0, HexFormat.of().parseHex("377abcaf271c"))) {
            return Optional.of(SEVEN_ZIP);
        }
        boolean isParquet =
                has(head, 0, "PAR1".getBytes(StandardCharsets.US_ASCII))
                        && head.length > 4
                        && head[4] < ' ';
        return isParquet ? Optional.of(PARQUET) : Optional.empty();
    }

    private static boolean has(byte[] head, int offset, byte[] magic) {
        return head.length >= offset + magic.length
                && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length);
    }

    /// By what a zip holds.
    static Optional<ForeignFormat> in(ZipFile zip) {
        if (zip.getEntry("[Content_Types].xml") != null) {
            return Optional.of(EXCEL);
        }
        boolean isOpenDocument =
                zip.getEntry("META-INF/manifest.xml") != null && zip.getEntry("mimetype") != null;
        return isOpenDocument ? Optional.of(OPEN_DOCUMENT) : Optional.empty();
    }

    /// By the first bytes of a file, unpacked. What cannot be unpacked is told when its turn comes.
    static Optional<ForeignFormat> inFile(String name, InputStream file) {
        try (InputStream unpacked = Unpacked.unpack(name, new ReadBytes(file))) {
            return in(unpacked.readNBytes(HEAD_BYTES));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}
