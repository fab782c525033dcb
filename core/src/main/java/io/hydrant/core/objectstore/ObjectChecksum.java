package io.hydrant.core.objectstore;

/// An object's checksum as it is kept and shown. `value` is base64, with `-N` behind it when it is
/// made of the checksums of N parts.
public record ObjectChecksum(ChecksumAlgorithm algorithm, Type type, String value) {
    public enum Type {
        FULL_OBJECT,
        COMPOSITE
    }

    /// Without the number of parts.
    public String withoutCount() {
        int dash = value.indexOf('-');
        return dash < 0 ? value : value.substring(0, dash);
    }
}
