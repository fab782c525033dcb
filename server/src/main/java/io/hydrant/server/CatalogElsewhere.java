package io.hydrant.server;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Says in a data directory that its catalog is in a database elsewhere, and in which:
///
///     node = 0d4c…                              this data directory, among others
///     catalog = 6fd9…                           which catalog; missing until it was opened
///     address = postgresql://hydrant@db/hydrant where it was then
///
/// So that the server is not started with another catalog by mistake: streams that it does not name
/// would seem to be gone.
record CatalogElsewhere(String node, Optional<String> catalog, Optional<String> address) {
    static CatalogElsewhere readOrBegin(DataFolder folder, Disk disk) throws IOException {
        return read(folder, disk)
                .orElseGet(() ->
                        new CatalogElsewhere(
                                UUID.randomUUID().toString(), Optional.empty(), Optional.empty()));
    }

    static Optional<CatalogElsewhere> read(DataFolder folder, Disk disk) throws IOException {
        if (!disk.exists(folder.catalogElsewhere())) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String line : text(folder.catalogElsewhere(), disk).lines().toList()) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        String node = values.get("node");
        if (node == null) {
            throw new IOException(
                    "%s says nothing of a node. Put it back from a backup."
                            .formatted(folder.catalogElsewhere()));
        }
        return Optional.of(
                new CatalogElsewhere(
                        node,
                        Optional.ofNullable(values.get("catalog")),
                        Optional.ofNullable(values.get("address"))));
    }

    private static String text(Path file, Disk disk) throws IOException {
        try (Disk.DiskFile open = disk.openForReading(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(open.length(), 1 << 16));
            int count = 0;
            while (count >= 0 && bytes.hasRemaining()) {
                count = open.read(bytes, bytes.position());
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    CatalogElsewhere with(String knownCatalog, String knownAddress) {
        return new CatalogElsewhere(node, Optional.of(knownCatalog), Optional.of(knownAddress));
    }

    /// Durable when it returns.
    void write(DataFolder folder, Disk disk) throws IOException {
        StringBuilder text = new StringBuilder("node = " + node + "\n");
        catalog.ifPresent(id -> text.append("catalog = ").append(id).append('\n'));
        address.ifPresent(where -> text.append("address = ").append(where).append('\n'));
        Path file = folder.catalogElsewhere();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        if (disk.exists(fresh)) {
            disk.delete(fresh);
        }
        try (Disk.DiskFile written = disk.create(fresh)) {
            written.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
            written.force();
        }
        disk.rename(fresh, file);
        disk.sync(folder.root());
    }

    /// Refuses a start that would use another catalog than the data directory's.
    static void check(DataFolder folder, Disk disk, boolean isElsewhere) throws IOException {
        Optional<String> known = read(folder, disk).flatMap(CatalogElsewhere::address);
        if (known.isPresent() && !isElsewhere) {
            throw new IOException(
                    "The catalog of %s is in %s. Start the server with --database %s; or, if that database is gone for good and %s is what you want back, delete %s."
                            .formatted(
                                    folder.root(),
                                    known.get(),
                                    known.get(),
                                    folder.catalog(),
                                    folder.catalogElsewhere()));
        }
        if (known.isEmpty() && isElsewhere && disk.exists(folder.catalog())) {
            throw new IOException(
                    "%s has a catalog of its own (%s). Move it into the database first: hydrant migrate --from %s --database URL"
                            .formatted(
                                    folder.root(), folder.catalog().getFileName(), folder.root()));
        }
    }
}
