package io.hydrant.core.transform;

import java.util.List;

/// What became of a record that was processed.
public sealed interface Processed {
    /// Records were made of it, at least one, to be delivered in this order.
    record Kept(List<Piece> pieces) implements Processed {
        public Kept {
            pieces = List.copyOf(pieces);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("A record of which nothing is kept is dropped");
            }
        }
    }

    /// It is not to be delivered, on purpose.
    record Dropped() implements Processed {}

    /// It could not be processed.
    ///
    /// @param piece what is delivered in its place, to a partition of failed records
    record Failed(Piece piece) implements Processed {}

    /// A record that is to be delivered, and the partition that it belongs to. The bytes are not
    /// copied and do not change.
    record Piece(Partition partition, byte[] bytes) {}
}
