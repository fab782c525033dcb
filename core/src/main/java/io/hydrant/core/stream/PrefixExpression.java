package io.hydrant.core.stream;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A Prefix or ErrorOutputPrefix: text with expressions of the form `!{namespace:value}`. Parsed
/// when a stream is created, which is when AWS reports what is wrong with it, and evaluated once
/// per object.
public final class PrefixExpression {

    /// Which of the two prefixes this is, by the name that texts give it.
    public enum Kind {
        PREFIX("Prefix"),
        ERROR_OUTPUT_PREFIX("ErrorOutputPrefix"),

        /// A Prefix whose partition keys have got values: [#withKeys].
        KEYED_PREFIX("Prefix");

        private final String memberName;

        Kind(String memberName) {
            this.memberName = memberName;
        }
    }

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Timestamp(String pattern, DateTimeFormatter format) implements Part {}

        record RandomString() implements Part {}

        record ErrorOutputType() implements Part {}

        record PartitionKey(KeySource source, String key) implements Part {}
    }

    /// Where the value of a partition key comes from.
    public enum KeySource {
        /// `partitionKeyFromQuery`: a query reads it out of the record.
        QUERY,

        /// `partitionKeyFromLambda`: a function tells it.
        LAMBDA
    }

    /// Gives partition keys their values.
    @FunctionalInterface
    public interface KeyValues<E extends Exception> {
        /// @throws E when there is none
        String value(KeySource source, String key) throws E;
    }

    /// In keyed prefixes: a `!` that is text.
    private static final String ESCAPED = "!{!}";

    /// Letters that `DateTimeFormatter` knows or reserves but AWS refuses.
    private static final String REFUSED_TIME_LETTERS = "CIJPRTUVbfijloprt";

    /// AWS's random strings have eleven characters: the first of a UUID.
    private static final int RANDOM_STRING_LENGTH = 11;

    /// Times among which every expression has its longest form: each weekday of each month, in days
    /// and years of as many digits as they can have, at each hour.
    private static final List<LocalDateTime> SPELT_OUT =
            IntStream.range(0, 12 * 7 * 24)
                    .mapToObj(i ->
                            LocalDateTime.of(2026, 1 + i / 168, 20, i % 24, 59, 59, 999_999_999)
                                    .plusDays(i % 168 / 24))
                    .toList();

    private final List<Part> parts;

    private PrefixExpression(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /// @throws io.hydrant.aws.ServiceException InvalidArgumentException in AWS's words
    public static PrefixExpression parse(String text, Kind kind) {
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int start = text.indexOf("!{", position);
            if (start < 0) {
                break;
            }
            if (start > position) {
                parts.add(new Part.Literal(text.substring(position, start)));
            }
            int end = text.indexOf('}', start);
            if (end < 0) {
                throw invalidUsage();
            }
            parts.add(expression(text.substring(start + 2, end), kind));
            position = end + 1;
        }
        if (position < text.length()) {
            parts.add(new Part.Literal(text.substring(position)));
        }
        return new PrefixExpression(parts);
    }

    private static Part expression(String body, Kind kind) {
        if (kind == Kind.KEYED_PREFIX && body.equals("!")) {
            return new Part.Literal("!");
        }
        int colon = body.indexOf(':');
        if (colon < 0 || body.contains("!{")) {
            throw invalidUsage();
        }
        String namespace = body.substring(0, colon);
        String value = body.substring(colon + 1);
        return switch (namespace) {
            case "timestamp" -> new Part.Timestamp(value, timeFormat(value, kind));
            case "firehose" -> firehose(value, kind);
            case "partitionKeyFromQuery" -> partitionKey(KeySource.QUERY, value);
            case "partitionKeyFromLambda" -> partitionKey(KeySource.LAMBDA, value);
            default ->
                    throw FirehoseError.INVALID_ARGUMENT.because(
                            "Namespace to the left of colon (%s) is an invalid keyword!",
                            namespace);
        };
    }

    private static Part partitionKey(KeySource source, String key) {
        if (key.isEmpty()) {
            throw invalidUsage();
        }
        return new Part.PartitionKey(source, key);
    }

    private static Part firehose(String value, Kind kind) {
        return switch (value) {
            case "random-string" -> new Part.RandomString();
            case "error-output-type" -> new Part.ErrorOutputType();
            default -> throw invalidValue(kind);
        };
    }

    private static DateTimeFormatter timeFormat(String pattern, Kind kind) {
        if (pattern.isEmpty()) {
            throw invalidValue(kind);
        }
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && REFUSED_TIME_LETTERS.indexOf(c) >= 0) {
                throw invalidValue(kind);
            }
        }
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw invalidValue(kind);
        }
    }

    private static RuntimeException invalidUsage() {
        return FirehoseError.INVALID_ARGUMENT.because("Invalid expression usage");
    }

    private static RuntimeException invalidValue(Kind kind) {
        return FirehoseError.INVALID_ARGUMENT.because(
                "Invalid conversion character used in the value of the expression in %s",
                kind.memberName);
    }

    public boolean hasExpressions() {
        return parts.stream().anyMatch(part -> !(part instanceof Part.Literal));
    }

    public boolean hasTimestamp() {
        return parts.stream().anyMatch(part -> part instanceof Part.Timestamp);
    }

    public boolean hasPartitionKey() {
        return parts.stream().anyMatch(part -> part instanceof Part.PartitionKey);
    }

    /// The partition keys of this source that it names.
    public Set<String> keys(KeySource source) {
        return parts.stream()
                .filter(Part.PartitionKey.class::isInstance)
                .map(Part.PartitionKey.class::cast)
                .filter(key -> key.source() == source)
                .map(Part.PartitionKey::key)
                .collect(Collectors.toSet());
    }

    /// The same as a text, with the values of all partition keys in their places, whatever these
    /// look like. It is read as a [Kind#KEYED_PREFIX].
    public <E extends Exception> String withKeys(KeyValues<E> values) throws E {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> escape(literal.text(), text);
                case Part.Timestamp time ->
                        text.append("!{timestamp:").append(time.pattern()).append('}');
                case Part.RandomString randomString -> text.append("!{firehose:random-string}");
                case Part.ErrorOutputType type -> text.append("!{firehose:error-output-type}");
                case Part.PartitionKey key -> escape(values.value(key.source(), key.key()), text);
            }
        }
        return text.toString();
    }

    private static void escape(String literal, StringBuilder into) {
        if (literal.indexOf('!') < 0) {
            into.append(literal);
        } else {
            into.append(literal.replace("!", ESCAPED));
        }
    }

    public boolean hasErrorOutputType() {
        return parts.stream().anyMatch(part -> part instanceof Part.ErrorOutputType);
    }

    /// The prefix of an object whose oldest record arrived at `time`. `errorOutputType` is the same
    /// in every place; each random string is another.
    public String evaluate(ZonedDateTime time, String errorOutputType, RandomGenerator random) {
        StringBuilder evaluated = new StringBuilder();
        for (Part part : parts) {
            evaluated.append(
                    switch (part) {
                        case Part.Literal literal -> literal.text();
                        case Part.Timestamp timestamp -> timestamp.format().format(time);
                        case Part.RandomString randomString -> randomString(random);
                        case Part.ErrorOutputType type -> errorOutputType;
                        case Part.PartitionKey key ->
                                throw new IllegalStateException("No value for " + key);
                    });
        }
        return evaluated.toString();
    }

    /// How many bytes the evaluated prefix has at most, in UTF-8.
    public int longest(String errorOutputType, ZoneId zone) {
        int bytes = 0;
        for (Part part : parts) {
            bytes +=
                    switch (part) {
                        case Part.Literal literal -> bytes(literal.text());
                        case Part.Timestamp timestamp -> longest(timestamp.format(), zone);
                        case Part.RandomString randomString -> RANDOM_STRING_LENGTH;
                        case Part.ErrorOutputType type -> bytes(errorOutputType);
                        // Not longer than nothing: what it will be is not known.
                        case Part.PartitionKey key -> 0;
                    };
        }
        return bytes;
    }

    private static int longest(DateTimeFormatter format, ZoneId zone) {
        return SPELT_OUT.stream()
                .mapToInt(time -> bytes(format.format(time.atZone(zone))))
                .max()
                .orElseThrow();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String randomString(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong())
                .toString()
                .substring(0, RANDOM_STRING_LENGTH);
    }
}
