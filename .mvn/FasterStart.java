import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.sqlite.util.LibraryLoaderUtil;
import org.xerial.snappy.OSInfo;

/// Does once, when the program is laid out, what would cost at every start. Whoever is without it
/// starts later, and that is all.
///
///     java -cp 'COPY/lib/*' FasterStart.java COPY
///
/// - Classes of picocli are of the format of Java 5. The JVM remembers no such class in its cache,
///   and checks it with its old verifier, at every start of every command: a quarter of a second of
///   CPU. They are written anew in the format of Java 8, unchanged but for the tables that the new
///   verifier reads.
/// - Native libraries are unpacked into `COPY/native`, instead of into the temporary folder at each start.
class FasterStart {
    private static final ClassFileVersion JAVA_8 = ClassFileVersion.of(52, 0);
    private static final LocalDateTime ALWAYS_THE_SAME = LocalDateTime.of(2000, 1, 1, 0, 0);

    public static void main(String[] arguments) throws IOException {
        Path copy = Path.of(arguments[0]);
        List<Path> jars;
        try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
            jars =
                    files.filter(file -> file.getFileName().toString().startsWith("picocli-"))
                            .toList();
        }
        for (Path jar : jars) {
            renew(jar);
        }
        unpackNative(copy.resolve("native"));
    }

    private static void renew(Path jar) throws IOException {
        Path renewed = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(renewed))) {
            ClassHierarchyResolver classes =
                    ClassHierarchyResolver.ofResourceParsing(type -> resource(from, type))
                            .orElse(ClassHierarchyResolver.defaultResolver());
            ClassFile format = ClassFile.of(ClassHierarchyResolverOption.of(classes));
            for (ZipEntry entry : from.stream().<ZipEntry>map(each -> each).toList()) {
                ZipEntry written = new ZipEntry(entry.getName());
                written.setTimeLocal(ALWAYS_THE_SAME);
                to.putNextEntry(written);
                to.write(renewed(format, entry, from.getInputStream(entry).readAllBytes()));
                to.closeEntry();
            }
        }
        Files.move(renewed, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static InputStream resource(ZipFile jar, ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] renewed(ClassFile format, ZipEntry entry, byte[] bytes) {
        if (!entry.getName().endsWith(".class")) {
            return bytes;
        }
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= JAVA_8.majorVersion()) {
            return bytes;
        }
        ClassTransform version = (builder, element) -> builder.with(renewed(element));
        return format.transformClass(
                model,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
    }

    private static ClassElement renewed(ClassElement element) {
        return element instanceof ClassFileVersion ? JAVA_8 : element;
    }

    private static void unpackNative(Path folder) throws IOException {
        Files.createDirectories(folder);
        String sqlite = LibraryLoaderUtil.getNativeLibName();
        unpack(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + sqlite, folder.resolve(sqlite));
        String snappy = System.mapLibraryName("snappyjava");
        unpack(
                "/org/xerial/snappy/native/"
                        + OSInfo.getNativeLibFolderPathForCurrentOS()
                        + "/"
                        + snappy,
                folder.resolve(snappy));
        unpack(zstd(), folder.resolve(System.mapLibraryName("zstd-jni")));
    }

    /// As zstd-jni names its systems and machines.
    private static String zstd() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name = "libzstd-jni-" + ZstdVersion.VERSION;
        return system.startsWith("mac")
                ? "/darwin/%s/%s.dylib".formatted(machine, name)
                : "/%s/%s/%s.so".formatted(system, machine, name);
    }

    private static void unpack(String place, Path file) throws IOException {
        try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(place)) {
            if (library != null) {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
