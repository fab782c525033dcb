package io.hydrant.core.log;

import java.nio.file.Path;

/// The names of files that a log's reader puts beside the segments for a while. They are of no use
/// after a start, which removes them.
final class ScratchFile {
    private static final String PREFIX = "spill-";

    private ScratchFile() {}

    static Path of(Path directory, String name) {
        return directory.resolve(PREFIX + name);
    }

    static boolean isName(Path name) {
        return name.toString().startsWith(PREFIX);
    }
}
