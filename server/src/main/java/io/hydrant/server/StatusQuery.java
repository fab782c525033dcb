package io.hydrant.server;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.stream.DeliveryStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which streams a caller of `/_hydrant/status` wants to see: `?stream=NAME` one of them,
/// `?limit=N` the first so many, `?order=need` those first that need somebody. Without any of it,
/// all by name.
record StatusQuery(Optional<String> stream, int limit, Order order) {
    enum Order {
        NAME,
        NEED
    }

    /// A stream with its status, which nobody knows of one that is being deleted.
    record Found(DeliveryStream stream, Optional<StreamStatus> status) {
        /// Whether it delivers or takes nothing, or its backup does not go well.
        boolean isTroubled() {
            return status.map(known ->
                            known.stopped().isPresent()
                                    || known.refusal().isPresent()
                                    || known.failures() > 0
                                    || known.backup()
                                            .map(backup -> backup.failures() > 0)
                                            .orElse(false))
                    .orElse(false);
        }

        long backlogBytes() {
            return status.flatMap(StreamStatus::figures)
                    .map(StreamStatus.Figures::backlogBytes)
                    .orElse(0L);
        }

        private long deliveredAtMillis() {
            return status.flatMap(StreamStatus::lastDelivery)
                    .map(delivery -> delivery.at().toEpochMilli())
                    .orElse(0L);
        }
    }

    /// Beside names that begin so, which belong to a signature, every parameter means something.
    private static final String OF_SIGNATURES = "X-Amz-";

    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private static final StatusQuery ALL =
            new StatusQuery(Optional.empty(), Integer.MAX_VALUE, Order.NAME);

    /// @throws ServiceException when it asks for something that there is not
    static StatusQuery of(String rawQuery) {
        StatusQuery query = ALL;
        Set<String> seen = new HashSet<>();
        for (String pair : rawQuery.split("&", -1)) {
            int end = pair.contains("=") ? pair.indexOf('=') : pair.length();
            String name = PercentEncoding.decodeForm(pair.substring(0, end));
            String value =
                    PercentEncoding.decodeForm(pair.substring(Math.min(pair.length(), end + 1)));
            if (!name.isEmpty() && !name.startsWith(OF_SIGNATURES) && !seen.add(name)) {
                throw refused("The parameter " + visible(name) + " is there more than once.");
            }
            query =
                    switch (name) {
                        case "stream" ->
                                new StatusQuery(
                                        Optional.of(stream(value)), query.limit, query.order);
                        case "limit" -> new StatusQuery(query.stream, limit(value), query.order);
                        case "order" -> new StatusQuery(query.stream, query.limit, order(value));
                        default -> query.beside(name);
                    };
        }
        return query;
    }

    private StatusQuery beside(String name) {
        if (name.isEmpty() || name.startsWith(OF_SIGNATURES)) {
            return this;
        }
        throw refused(
                "There is no parameter " + visible(name) + "; there are stream, limit and order.");
    }

    private static String stream(String value) {
        if (STREAM_NAME.matcher(value).matches()) {
            return value;
        }
        throw refused(
                "stream must be a stream's name (1 to 64 of a-z A-Z 0-9 _ . -) but was \""
                        + visible(value)
                        + "\".");
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static int limit(String value) {
        if (value.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        throw refused("limit must be a whole number from 1 but was \"" + visible(value) + "\".");
    }

    private static Order order(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "name" -> Order.NAME;
            case "need" -> Order.NEED;
            default ->
                    throw refused("order must be name or need but was \"" + visible(value) + "\".");
        };
    }

    private static ServiceException refused(String message) {
        return new ServiceException(400, "InvalidArgumentException", message);
    }

    boolean takes(DeliveryStream candidate) {
        return stream.map(candidate.name()::equals).orElse(true);
    }

    /// By need: what is in trouble, then what has most to deliver, then what delivered last.
    Comparator<Found> comparator() {
        Comparator<Found> byName = Comparator.comparing(found -> found.stream().name());
        return switch (order) {
            case NAME -> byName;
            case NEED ->
                    Comparator.comparing(Found::isTroubled)
                            .thenComparingLong(Found::backlogBytes)
                            .thenComparingLong(Found::deliveredAtMillis)
                            .reversed()
                            .thenComparing(byName);
        };
    }
}
