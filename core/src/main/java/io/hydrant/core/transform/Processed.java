package io.hydrant.core.transform;

import java.util.List;

/// What became of a record that was processed.
public sealed interface Processed {
    /// Records were made of it, at least one, to be delivered in this order.
    ///
    /// @param failed parts of it that could not be processed; in their place these are delivered,
    ///   to partitions of failed records
    record Kept(List<Piece> pieces, List<Piece> failed) implements Processed {
        public Kept {
            pieces = List.copyOf(pieces);
            failed = List.copyOf(failed);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("A record of which nothing is kept is dropped");
            }
        }

        /// No part of it failed.
        public Kept(List<Piece> pieces) {
            this(pieces, List.of());
        }
    }

    /// It is not to be delivered, on purpose.
    record Dropped() implements Processed {}

    /// It could not be processed, as a whole or in parts, and nothing of it is kept.
    ///
    /// @param pieces what is delivered in its place, to partitions of failed records; at least one
    record Failed(List<Piece> pieces) implements Processed {
        public Failed {
            pieces = List.copyOf(pieces);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("What failed is delivered as a failure");
            }
        }

        public Failed(Piece piece) {
            this(List.of(piece));
        }
    }

    /// A record that is to be delivered, and the partition that it belongs to. The bytes are not
    /// copied and do not change.
    record Piece(Partition partition, byte[] bytes) {}
}
