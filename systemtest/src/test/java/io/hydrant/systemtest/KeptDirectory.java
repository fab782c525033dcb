package io.hydrant.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The data directory of a killed server of an earlier version, `data`, and what that version
/// acknowledged: `payloads/STREAM.txt`. It was made, and is described, by `make.py` beside it.
///
/// @param folder where it is unpacked
record KeptDirectory(Path folder) {
    /// @param version what follows `written-by-` in the name of its folder
    static KeptDirectory unpack(String version, Path folder) throws IOException {
        try (InputStream in =
                        KeptDirectory.class.getResourceAsStream(
                                "/written-by-" + version + "/directory.zip");
                ZipInputStream archive = new ZipInputStream(in)) {
            for (ZipEntry each = archive.getNextEntry();
                    each != null;
                    each = archive.getNextEntry()) {
                Path file = folder.resolve(each.getName());
                Files.createDirectories(each.isDirectory() ? file : file.getParent());
                if (!each.isDirectory()) {
                    Files.copy(archive, file);
                }
            }
        }
        return new KeptDirectory(folder);
    }

    Path data() {
        return folder.resolve("data");
    }

    /// What was acknowledged.
    List<String> payloads(String stream) throws IOException {
        return new ArrayList<>(
                Files.readAllLines(
                        folder.resolve("payloads").resolve(stream + ".txt"),
                        StandardCharsets.UTF_8));
    }

    /// What else its maker noted.
    JsonNode note(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(name)));
    }
}
