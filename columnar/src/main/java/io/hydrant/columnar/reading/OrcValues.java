package io.hydrant.columnar.reading;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.apache.orc.OrcProto.ColumnEncoding;
import org.apache.orc.OrcProto.Stream;
import org.apache.orc.OrcProto.Type;
import org.apache.orc.impl.BitFieldReader;
import org.apache.orc.impl.IntegerReader;
import org.apache.orc.impl.RunLengthByteReader;
import org.apache.orc.impl.SerializationUtils;

/// Single values of ORC, one after the other, none of which is null.
@FunctionalInterface
interface OrcValues {
    /// A decimal has 38 digits at most, with which a varint of 19 bytes is filled.
    int DECIMAL_BYTES_MAX = 20;

    int SCALE_MAX = 1000;

    Object next() throws IOException;

    static OrcValues of(Type type, int id, OrcStripe stripe) throws IOException {
        return switch (type.getKind()) {
            case BOOLEAN -> {
                BitFieldReader bits = new BitFieldReader(stripe.stream(id, Stream.Kind.DATA));
                yield () -> bits.next() == 1;
            }
            case BYTE -> new RunLengthByteReader(stripe.stream(id, Stream.Kind.DATA))::next;
            case SHORT, INT, LONG -> stripe.integers(id, Stream.Kind.DATA, true)::next;
            case FLOAT -> floats(id, stripe);
            case DOUBLE -> doubles(id, stripe);
            case STRING, VARCHAR -> texts(id, stripe);
            case CHAR -> {
                OrcValues texts = texts(id, stripe);
                yield () -> texts.next().toString().replaceFirst(" +$", "");
            }
            case BINARY -> bytes(id, stripe);
            case DATE -> dates(id, stripe);
            case TIMESTAMP -> times(id, stripe, stripe.zone());
            case TIMESTAMP_INSTANT -> {
                OrcValues times = times(id, stripe, ZoneId.of("UTC"));
                yield () -> JsonValues.text((LocalDateTime) times.next()) + "Z";
            }
            case DECIMAL -> decimals(type.getScale(), id, stripe);
            case LIST, MAP, STRUCT, UNION, GEOMETRY, GEOGRAPHY ->
                    throw UnreadableFileException.unknown("a column of the type " + type.getKind());
        };
    }

    private static OrcValues floats(int id, OrcStripe stripe) throws IOException {
        OrcStream in = stripe.stream(id, Stream.Kind.DATA);
        SerializationUtils numbers = new SerializationUtils();
        return () -> numbers.readFloat(in);
    }

    private static OrcValues doubles(int id, OrcStripe stripe) throws IOException {
        OrcStream in = stripe.stream(id, Stream.Kind.DATA);
        SerializationUtils numbers = new SerializationUtils();
        return () -> numbers.readDouble(in);
    }

    private static OrcValues texts(int id, OrcStripe stripe) throws IOException {
        ColumnEncoding.Kind kind = stripe.encoding(id).getKind();
        if (kind == ColumnEncoding.Kind.DICTIONARY || kind == ColumnEncoding.Kind.DICTIONARY_V2) {
            OrcDictionary dictionary = OrcDictionary.read(id, stripe);
            IntegerReader places = stripe.integers(id, Stream.Kind.DATA, false);
            return () -> dictionary.text(places.next());
        }
        OrcValues bytes = bytes(id, stripe);
        return () -> new String((byte[]) bytes.next(), StandardCharsets.UTF_8);
    }

    private static OrcValues bytes(int id, OrcStripe stripe) throws IOException {
        IntegerReader lengths = stripe.integers(id, Stream.Kind.LENGTH, false);
        OrcStream in = stripe.stream(id, Stream.Kind.DATA);
        Room room = stripe.room();
        return () -> {
            long length = lengths.next();
            room.take(length);
            byte[] bytes = new byte[Math.toIntExact(length)];
            in.read(bytes, 0, bytes.length);
            room.give(length);
            return bytes;
        };
    }

    private static OrcValues dates(int id, OrcStripe stripe) throws IOException {
        IntegerReader days = stripe.integers(id, Stream.Kind.DATA, true);
        OrcCalendar calendar = new OrcCalendar(stripe.isProlepticGregorian());
        return () -> calendar.date(days.next());
    }

    private static OrcValues times(int id, OrcStripe stripe, ZoneId zone) throws IOException {
        IntegerReader seconds = stripe.integers(id, Stream.Kind.DATA, true);
        IntegerReader nanos = stripe.integers(id, Stream.Kind.SECONDARY, false);
        OrcCalendar calendar = new OrcCalendar(stripe.isProlepticGregorian());
        long base = OrcCalendar.base(zone);
        return () -> calendar.time(base + seconds.next(), nanos.next(), zone);
    }

    private static OrcValues decimals(int scale, int id, OrcStripe stripe) throws IOException {
        OrcStream digits = stripe.stream(id, Stream.Kind.DATA);
        IntegerReader scales = stripe.integers(id, Stream.Kind.SECONDARY, true);
        return () -> {
            BigInteger unscaled = zigzag(digits);
            long own = scales.next();
            if (Math.abs(own) > SCALE_MAX || scale > SCALE_MAX) {
                throw UnreadableFileException.damaged("a decimal has the scale " + own);
            }
            BigDecimal number = new BigDecimal(unscaled, (int) own);
            return own < scale ? number.setScale(scale) : number;
        };
    }

    private static BigInteger zigzag(OrcStream in) throws IOException {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < DECIMAL_BYTES_MAX; i++) {
            int next = in.read();
            value = value.or(BigInteger.valueOf(next & 0x7f).shiftLeft(7 * i));
            if (next < 0x80) {
                return value.testBit(0) ? value.shiftRight(1).not() : value.shiftRight(1);
            }
        }
        throw UnreadableFileException.damaged("a decimal has too many digits");
    }
}
