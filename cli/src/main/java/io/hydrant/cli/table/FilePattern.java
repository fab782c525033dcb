package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// A pattern of file names as shells know it: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for folders
/// within folders. Names that begin with a dot are passed over.
final class FilePattern {
    private static final String SPECIAL = "*?[{";

    private final String pattern;

    /// The folder that the search begins in: all before the first name with a special character.
    private final Path base;

    private final int depth;

    FilePattern(String pattern) {
        this.pattern = pattern;
        int special = 0;
        while (SPECIAL.indexOf(pattern.charAt(special)) < 0) {
            special++;
        }
        int folderEnd = pattern.lastIndexOf('/', special);
        this.base = Path.of(folderEnd < 0 ? "" : pattern.substring(0, folderEnd + 1));
        String below = pattern.substring(folderEnd + 1);
        this.depth =
                below.contains("**")
                        ? Integer.MAX_VALUE
                        : 1 + (int) below.chars().filter(c -> c == '/').count();
    }

    static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /// The files that match, by name.
    List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(base)) {
            PathMatcher matcher = matcher();
            Files.walkFileTree(
                    base,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    depth,
                    collecting(found, matcher));
        }
        found.sort((one, other) -> one.toString().compareTo(other.toString()));
        return found;
    }

    private PathMatcher matcher() {
        // In a shell a/**/b is also a/b.
        String any = pattern.replace("/**/", "{/,/**/}");
        if (any.startsWith("**/")) {
            any = "{,**/}" + any.substring(3);
        }
        if (any.startsWith("./")) {
            any = any.substring(2);
        }
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + any);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.wrongUsage(
                    "\""
                            + pattern
                            + "\" is not a pattern of file names: "
                            + e.getDescription()
                            + ".",
                    "Patterns hold *, ?, [a-z], {a,b}, and ** for folders within folders.");
        }
    }

    private SimpleFileVisitor<Path> collecting(List<Path> found, PathMatcher matcher) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(base) && hidden(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isDirectory() && !hidden(file) && matcher.matches(plain(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                    throws IOException {
                if (failure instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        };
    }

    /// `./a.csv` is `a.csv`.
    private static Path plain(Path file) {
        return file.startsWith(".") ? file.subpath(1, file.getNameCount()) : file;
    }

    private static boolean hidden(Path file) {
        return file.getFileName() != null && file.getFileName().toString().startsWith(".");
    }
}
