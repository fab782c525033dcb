import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes the libraries ready to be shipped:
///
///     java Libraries.java LIB LICENCES
///
/// - Native libraries, which [FasterStart] has unpacked for this system, are left out of the jars: they are
///   for a dozen systems, and a third of the program.
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
                if (from.stream().anyMatch(entry -> isNative(entry.getName()))) {
                    Path slim = jar.resolveSibling(jar.getFileName() + ".new");
                    writeWithoutNative(from, slim);
                    Files.move(slim, jar, StandardCopyOption.ATOMIC_MOVE);
                }
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
                    ZipEntry written = new ZipEntry(entry.getName());
                    written.setTimeLocal(ALWAYS_THE_SAME);
                    to.putNextEntry(written);
                    try (InputStream bytes = from.getInputStream(entry)) {
                        bytes.transferTo(to);
                    }
                }
            }
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile jar) {
        return jar.stream().toList();
    }
}
