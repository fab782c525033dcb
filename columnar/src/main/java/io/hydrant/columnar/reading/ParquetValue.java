package io.hydrant.columnar.reading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/// Single values of Parquet by their types, on their way to a sink.
final class ParquetValue extends PrimitiveConverter {
    /// The Julian day of 1970-01-01.
    private static final int EPOCH_JULIAN_DAY = 2_440_588;

    /// A number of more bytes, which the format allows, would take hours to be written out.
    private static final int DECIMAL_BYTES_MAX = 64;

    private static final int SCALE_MAX = 1000;

    private final Consumer<Object> sink;
    private final LongFunction<Object> ofLong;
    private final Function<Binary, Object> ofBytes;

    private ParquetValue(
            Consumer<Object> sink, LongFunction<Object> ofLong, Function<Binary, Object> ofBytes) {
        this.sink = sink;
        this.ofLong = ofLong;
        this.ofBytes = ofBytes;
    }

    static PrimitiveConverter of(PrimitiveType type, Consumer<Object> sink) {
        return new ParquetValue(sink, ofLong(type), ofBytes(type));
    }

    @Override
    public void addBoolean(boolean value) {
        sink.accept(value);
    }

    @Override
    public void addInt(int value) {
        sink.accept(ofLong.apply(value));
    }

    @Override
    public void addLong(long value) {
        sink.accept(ofLong.apply(value));
    }

    @Override
    public void addFloat(float value) {
        sink.accept(value);
    }

    @Override
    public void addDouble(double value) {
        sink.accept(value);
    }

    @Override
    public void addBinary(Binary value) {
        sink.accept(ofBytes.apply(value));
    }

    private static LongFunction<Object> ofLong(PrimitiveType type) {
        return switch (type.getLogicalTypeAnnotation()) {
            case DateLogicalTypeAnnotation _ -> LocalDate::ofEpochDay;
            case DecimalLogicalTypeAnnotation decimal -> {
                int scale = scale(decimal);
                yield value -> BigDecimal.valueOf(value, scale);
            }
            case TimeLogicalTypeAnnotation time -> {
                long nanos = nanos(time.getUnit());
                yield value -> LocalTime.ofNanoOfDay(Math.multiplyExact(value, nanos));
            }
            case TimestampLogicalTypeAnnotation time -> {
                long perSecond = 1_000_000_000L / nanos(time.getUnit());
                boolean isUtc = time.isAdjustedToUTC();
                yield value -> timestamp(value, perSecond, isUtc);
            }
            case IntLogicalTypeAnnotation number when !number.isSigned() ->
                    number.getBitWidth() == Long.SIZE
                            ? value -> new BigInteger(Long.toUnsignedString(value))
                            : value -> value & (1L << number.getBitWidth()) - 1;
            case null, default -> Long::valueOf;
        };
    }

    private static long nanos(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000_000;
            case MICROS -> 1_000;
            case NANOS -> 1;
        };
    }

    private static Object timestamp(long value, long perSecond, boolean isUtc) {
        long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(value, perSecond), (int) nanos, ZoneOffset.UTC);
        return isUtc ? JsonValues.text(time) + "Z" : time;
    }

    private static Function<Binary, Object> ofBytes(PrimitiveType type) {
        if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT96) {
            return ParquetValue::int96;
        }
        return switch (type.getLogicalTypeAnnotation()) {
            case StringLogicalTypeAnnotation _ -> Binary::toStringUsingUTF8;
            case EnumLogicalTypeAnnotation _ -> Binary::toStringUsingUTF8;
            case JsonLogicalTypeAnnotation _ -> Binary::toStringUsingUTF8;
            case DecimalLogicalTypeAnnotation decimal -> {
                int scale = scale(decimal);
                yield bytes -> decimal(bytes, scale);
            }
            case UUIDLogicalTypeAnnotation _ -> ParquetValue::uuid;
            case Float16LogicalTypeAnnotation _ ->
                    bytes -> Float.float16ToFloat(littleEndian(bytes).getShort());
            case IntervalLogicalTypeAnnotation _ -> ParquetValue::interval;
            case null, default -> Binary::getBytes;
        };
    }

    private static ByteBuffer littleEndian(Binary bytes) {
        return ByteBuffer.wrap(bytes.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Nanoseconds of the day, then the Julian day. Some writers have nanoseconds below none, or
    /// beyond a day.
    private static Object int96(Binary bytes) {
        ByteBuffer in = littleEndian(bytes);
        long nanos = in.getLong();
        long day = (in.getInt() & 0xffff_ffffL) - EPOCH_JULIAN_DAY;
        return LocalDate.ofEpochDay(day).atStartOfDay().plusNanos(nanos);
    }

    private static Object decimal(Binary bytes, int scale) {
        if (bytes.length() > DECIMAL_BYTES_MAX) {
            throw new IllegalArgumentException("a decimal of " + bytes.length() + " bytes");
        }
        return new BigDecimal(new BigInteger(bytes.getBytes()), scale);
    }

    private static Object uuid(Binary bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.getBytes());
        return new UUID(in.getLong(), in.getLong());
    }

    /// Months, days and milliseconds, as ISO 8601 writes durations.
    private static Object interval(Binary bytes) {
        ByteBuffer in = littleEndian(bytes);
        Period days = Period.of(0, in.getInt(), in.getInt()).normalized();
        Duration time = Duration.ofMillis(in.getInt() & 0xffff_ffffL);
        if (time.isZero()) {
            return days.toString();
        }
        return days.isZero() ? time.toString() : days + time.toString().substring(1);
    }

    private static int scale(DecimalLogicalTypeAnnotation decimal) {
        if (decimal.getScale() > SCALE_MAX) {
            throw new IllegalArgumentException("decimals of the scale " + decimal.getScale());
        }
        return decimal.getScale();
    }
}
