package io.hydrant.core.delivery;

import io.hydrant.core.log.LogNeed;
import tools.jackson.core.JacksonException;

/// What a checkpoint of delivery's tells of its log, for those who look for damage.
public final class CheckpointNeed {
    private CheckpointNeed() {}

    /// @throws IllegalArgumentException when this version cannot read the document
    public static LogNeed of(byte[] document) {
        try {
            Checkpoint checkpoint = CheckpointDocument.read(document);
            return new LogNeed(
                    checkpoint.delivered().position(),
                    checkpoint.assigned().position(),
                    checkpoint.backupFrom().isPresent());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
