package io.hydrant.jq;

/// What one evaluation may take. All three are counted, not measured: the same program and record
/// always end the same way.
///
/// @param steps how much work: about one step for each value that is looked at or made, or for each
///   position that a regular expression tries
/// @param bytes how much room all values take that are made on the way, given back or not; the
///   record itself does not count
/// @param depth how deep calls may lie in each other, in parts of the program that are at work at
///   one time; what the thread's stack must have room for
public record JqLimits(long steps, long bytes, int depth) {
    /// What the depth of values may be, whatever the limits are. Documents go no deeper than 256.
    static final int VALUE_DEPTH_MAX = 600;

    /// A million steps take tens of milliseconds; the room is that of a few copies of a record of
    /// the greatest size; the depth fits into the mebibyte that a stack usually has.
    public static final JqLimits DEFAULT = new JqLimits(1_000_000, 8 << 20, 2_400);

    public JqLimits {
        if (steps < 1 || bytes < 1 || depth < 1) {
            throw new IllegalArgumentException(
                    "Limits must be positive but were "
                            + steps
                            + " steps, "
                            + bytes
                            + " bytes, depth "
                            + depth);
        }
    }
}
