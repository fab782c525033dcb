package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The blobs that were stored after an index had so many commits, as they say themselves: what an
/// index has lost that went back to there. Found without the index.
record LaterBlobs(Blobs blobs, int commits) {

    /// Sentences with a space behind each; empty when there are none.
    String told() throws IOException {
        Findings objects = new Findings();
        Findings others = new Findings();
        if (blobs.disk().exists(blobs.root())) {
            for (Path folder : blobs.disk().list(blobs.root())) {
                for (Path name : blobs.disk().list(blobs.root().resolve(folder))) {
                    look(blobs.root().resolve(folder).resolve(name), objects, others);
                }
            }
        }
        String told = "";
        if (objects.any()) {
            told += "It lacks objects that were stored since: %s. ".formatted(objects);
        }
        if (others.any()) {
            told +=
                    "Beside them lie parts and older files, named by it or not: %s. "
                            .formatted(others);
        }
        return told;
    }

    private void look(Path file, Findings objects, Findings others) throws IOException {
        try (DiskFile opened = blobs.disk().openForReading(file)) {
            Optional<BlobDescription> said =
                    BlobEnd.read(opened) instanceof BlobEnd.Whole whole
                            ? whole.description()
                            : Optional.empty();
            if (said.isEmpty() || said.get().kind() == BlobDescription.Kind.PART) {
                others.add(
                        opened.length(),
                        blobs.disk().lastModified(file),
                        String.valueOf(file.getFileName()));
            } else if (said.get().commits() - commits >= 0) {
                objects.add(
                        opened.length(),
                        blobs.disk().lastModified(file),
                        "s3://" + said.get().bucket() + "/" + said.get().key());
            }
        }
    }
}
