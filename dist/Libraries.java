import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes the libraries ready to be shipped:
///
///     java Libraries.java LIB LICENCES
///
/// - Native libraries, which [FasterStart] has unpacked for this system, are left out of the jars: they are
///   for a dozen systems, and a third of the program.
/// - What stays in the jars is not compressed there: the archive and the package compress it as a whole, which takes a third
///   less than each file by itself, and a class is read sooner.
/// - Licences and notices in the jars are copied into LICENCES, a folder for each jar.
class Libraries {
    private static final LocalDateTime ALWAYS_THE_SAME = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final Pattern NATIVE =
            Pattern.compile(".*\\.(so|so\\.\\d+|dll|dylib|jnilib|a)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LICENCE =
            Pattern.compile("(META-INF/)?(LICENSE|LICENCE|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);

    public static void main(String[] arguments) throws IOException {
        Path lib = Path.of(arguments[0]);
        Path licences = Path.of(arguments[1]);
        List<Path> jars;
        try (Stream<Path> files = Files.list(lib)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            try (ZipFile from = new ZipFile(jar.toFile())) {
                if (!jar.getFileName().toString().startsWith("hydrant-")) {
                    copyLicences(from, licences.resolve(name(jar)));
                }
                Path written = jar.resolveSibling(jar.getFileName() + ".new");
                writeWithoutNative(from, written);
                Files.move(written, jar, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    private static boolean isNative(String entry) {
        return NATIVE.matcher(entry).matches();
    }

    private static void copyLicences(ZipFile jar, Path folder) throws IOException {
        for (ZipEntry entry : entries(jar)) {
            if (LICENCE.matcher(entry.getName()).matches() && !entry.isDirectory()) {
                Files.createDirectories(folder);
                String name = Path.of(entry.getName()).getFileName().toString();
                try (InputStream text = jar.getInputStream(entry)) {
                    Files.copy(text, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void writeWithoutNative(ZipFile from, Path file) throws IOException {
        try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : entries(from)) {
                if (!entry.isDirectory() && !isNative(entry.getName())) {
                    byte[] bytes;
                    try (InputStream content = from.getInputStream(entry)) {
                        bytes = content.readAllBytes();
                    }
                    to.putNextEntry(stored(entry.getName(), bytes));
                    to.write(bytes);
                    to.closeEntry();
                }
            }
        }
    }

    private static ZipEntry stored(String name, byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(ALWAYS_THE_SAME);
        return entry;
    }

    private static List<? extends ZipEntry> entries(ZipFile jar) {
        return jar.stream().toList();
    }
}
