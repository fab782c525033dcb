package io.hydrant.core.delivery;

/// How delivery behaves where AWS leaves room.
///
/// `putsMax`: how many objects are put at once, in all streams together; each needs a buffer as
/// large as the largest request. Half of them are for large objects, half for the others.
/// `flushOnDelete`: whether a deleted stream's buffer is delivered rather than discarded.
public record DeliverySettings(int putsMax, boolean flushOnDelete) {
    public static final DeliverySettings DEFAULT = new DeliverySettings(8, false);

    public DeliverySettings {
        if (putsMax < 2) {
            throw new IllegalArgumentException("putsMax must be at least 2 but was " + putsMax);
        }
    }
}
