package io.hydrant.core.history;

import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Figure.Kind;
import io.hydrant.core.meter.Summary;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The figures of a stream in one minute, without those of which nothing came. As bytes: a version,
/// and then for each figure its code, what kind it is, and its numbers, all but the version in
/// groups of seven bits, the lowest first; a bit says that more follow.
///
///     bytes  field
///         1  version: 1
///         …  for each figure:
///            …  code
///            …  0: a count follows; 1: a summary
///            …  the count; or number, sum, least, and most less the least
record Minute(Map<Figure, Summary> figures) {
    private static final byte VERSION = 1;
    private static final int COUNT = 0;
    private static final int SUMMARY = 1;
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int GROUP = 7;
    private static final int LONG_GROUPS = 10;

    Minute {
        figures = Map.copyOf(figures);
    }

    /// Both are of the same minute.
    Minute and(Minute other) {
        Map<Figure, Summary> all = new EnumMap<>(Figure.class);
        all.putAll(figures);
        other.figures.forEach(
                (figure, more) -> all.merge(figure, more, (one, two) -> sum(figure, one, two)));
        return new Minute(all);
    }

    private static Summary sum(Figure figure, Summary one, Summary two) {
        Summary sum = one.plus(two);
        return figure.kind() == Kind.COUNT ? sum.asOne() : sum;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        for (Figure figure : Figure.values()) {
            Optional.ofNullable(figures.get(figure)).ifPresent(value -> write(figure, value, out));
        }
        return out.toByteArray();
    }

    private static void write(Figure figure, Summary value, ByteArrayOutputStream out) {
        put(figure.code(), out);
        if (figure.kind() == Kind.COUNT) {
            put(COUNT, out);
            put(value.sum(), out);
        } else {
            put(SUMMARY, out);
            put(value.count(), out);
            put(value.sum(), out);
            put(value.min(), out);
            put(value.max() - value.min(), out);
        }
    }

    private static void put(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~LOW_BITS) != 0) {
            out.write((int) (left & LOW_BITS) | MORE);
            left >>>= GROUP;
        }
        out.write((int) left);
    }

    /// What of it is understood: figures of a newer version are passed over, and bytes that are
    /// none of a minute are an empty one.
    static Minute of(byte[] bytes) {
        Map<Figure, Summary> figures = new EnumMap<>(Figure.class);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() == VERSION) {
                while (in.hasRemaining()) {
                    int code = (int) next(in);
                    Summary value = value(in);
                    Figure.ofCode(code).ifPresent(figure -> figures.put(figure, value));
                }
            }
        } catch (BufferUnderflowException damaged) {
            return new Minute(figures);
        }
        return new Minute(figures);
    }

    private static Summary value(ByteBuffer in) {
        if (next(in) == COUNT) {
            return Summary.of(next(in));
        }
        long count = next(in);
        long sum = next(in);
        long min = next(in);
        return new Summary(count, sum, min, min + next(in));
    }

    private static long next(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < LONG_GROUPS; i++) {
            byte group = in.get();
            value |= (long) (group & LOW_BITS) << (GROUP * i);
            if (group >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }
}
