package io.hydrant.core.delivery;

/// Something that a step asks for and somebody else carries out, who says how it ended: an object
/// is put, or a span is transformed.
sealed interface Task permits ObjectDelivery, TransformStep {
    /// How many bytes of records it is about.
    long payloadBytes();
}
