package io.hydrant.core.objectstore;

import java.util.ArrayList;
import java.util.List;

/// A blob without bytes of its own, and what it says: a version made of other blobs, or a delete
/// marker. It is the first segment of its version, so that it lives as long as that does.
record Manifest(BlobDescription description, String blob) {

    /// Itself, and the blobs that it names.
    List<ObjectVersion.Segment> allSegments() {
        List<ObjectVersion.Segment> all = new ArrayList<>();
        all.add(new ObjectVersion.Segment(blob, 0));
        all.addAll(description.segments());
        return all;
    }
}
