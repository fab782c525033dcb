import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
/// - Of the WebJars, which have every file of a package, only those stay that a class of ours names.
/// - A class that several jars bring, the same to the byte, is in the first of them alone: the JVM would never read the others.
/// - Classes that no client needs are left out of Kafka's ([#UNUSED]). A class that stays and names one of them fails the build.
/// - What stays in the jars is not compressed there: the archive and the package compress it as a whole, which takes a third
///   less than each file by itself, and a class is read sooner.
/// - Licences and notices in the jars are copied into LICENCES, a folder for each jar.
class Libraries {
    private static final LocalDateTime ALWAYS_THE_SAME = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final Pattern NATIVE =
            Pattern.compile(".*\\.(so|so\\.\\d+|dll|dylib|jnilib|a)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LICENCE =
            Pattern.compile("(META-INF/)?(LICENSE|LICENCE|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);
    private static final String WEBJARS = "META-INF/resources/webjars/";

    /// What brokers log of requests; clients of FTP and telnet that somebody's library brought; and
    /// of OpenTelemetry's messages those that are no metrics.
    private static final Pattern UNUSED =
            Pattern.compile(
                    "org/apache/kafka/(common/message/[\\w$]+JsonConverter"
                            + "|shaded/org/apache/commons/net/(?!util/).*"
                            + "|shaded/io/opentelemetry/proto/(collector/)?(logs|profiles|trace)/.*)\\.class");

    /// The files of WebJars that our classes name.
    private final Set<String> served = new HashSet<>();

    /// The classes that stay, by their names.
    private final Map<String, byte[]> classes = new HashMap<>();

    /// What classes that stay say, of what is left out.
    private final Set<String> missed = new TreeSet<>();

    public static void main(String[] arguments) throws IOException {
        new Libraries().makeReady(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    private void makeReady(Path lib, Path licences) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(lib)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            if (isOurs(jar)) {
                findServed(jar);
            }
        }
        for (Path jar : jars) {
            try (ZipFile from = new ZipFile(jar.toFile())) {
                if (!isOurs(jar)) {
                    copyLicences(from, licences.resolve(name(jar)));
                }
                Path written = jar.resolveSibling(jar.getFileName() + ".new");
                writeWhatIsNeeded(from, written);
                Files.move(written, jar, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (!missed.isEmpty()) {
            throw new IOException("Left out, and yet named: " + missed);
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith("hydrant-");
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*", "");
    }

    private void findServed(Path jar) throws IOException {
        try (ZipFile ours = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : entries(ours)) {
                if (isClass(entry)) {
                    for (PoolEntry constant : constants(bytes(ours, entry))) {
                        if (constant instanceof Utf8Entry text
                                && text.stringValue().startsWith("/" + WEBJARS)) {
                            served.add(text.stringValue().substring(1));
                        }
                    }
                }
            }
        }
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

    private void writeWhatIsNeeded(ZipFile from, Path file) throws IOException {
        try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : entries(from)) {
                if (entry.isDirectory() || !isNeeded(entry.getName())) {
                    continue;
                }
                byte[] bytes = bytes(from, entry);
                if (isClass(entry)) {
                    byte[] before = classes.putIfAbsent(entry.getName(), bytes);
                    if (before != null && Arrays.equals(before, bytes)) {
                        continue;
                    }
                    noteMissed(entry.getName(), bytes);
                }
                to.putNextEntry(stored(entry.getName(), bytes));
                to.write(bytes);
                to.closeEntry();
            }
        }
    }

    private boolean isNeeded(String entry) {
        return !NATIVE.matcher(entry).matches()
                && !UNUSED.matcher(entry).matches()
                && (!entry.startsWith(WEBJARS)
                        || served.contains(entry)
                        || entry.toUpperCase(Locale.ROOT).contains("LICENSE"));
    }

    private void noteMissed(String name, byte[] bytes) {
        for (PoolEntry constant : constants(bytes)) {
            if (constant instanceof ClassEntry type
                    && UNUSED.matcher(type.asInternalName() + ".class").matches()) {
                missed.add(type.asInternalName() + " by " + name);
            }
        }
    }

    /// None of a module's description, which names no classes to be loaded.
    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static Iterable<PoolEntry> constants(byte[] bytes) {
        return ClassFile.of().parse(bytes).constantPool();
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
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
