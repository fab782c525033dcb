package io.hydrant.producer;

/// How far a sending has come without a gap: everything before it is acknowledged, or was left
/// behind by an earlier sending that had it acknowledged.
///
/// @param records how many, from the first of the source on
/// @param bytes of their data
/// @param checksum CRC32C over their data and lengths, by which another run knows them again
public record Mark(long records, long bytes, int checksum) {
    public static final Mark START = new Mark(0, 0, 0);
}
