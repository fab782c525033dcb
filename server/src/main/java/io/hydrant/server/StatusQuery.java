package io.hydrant.server;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.server.cluster.Seen;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which streams a caller of `/_hydrant/status` wants to see: `?stream=NAME` one of them,
/// `?limit=N` the first so many, `?order=need` those first that need somebody. Without any of it,
/// all by name. With `?stream=NAME&fresh=true` the one as it is after the call, though another node
/// delivers it.
record StatusQuery(Optional<String> stream, int limit, Order order, boolean isFresh) {
    enum Order {
        NAME,
        NEED
    }

    /// A stream with what is known of its delivery.
    record Found(DeliveryStream stream, Seen seen) {
        private long deliveredAtMillis() {
            return seen.report()
                    .flatMap(report -> report.status().lastDelivery())
                    .map(delivery -> delivery.at().toEpochMilli())
                    .orElse(0L);
        }
    }

    /// Beside names that begin so, which belong to a signature, every parameter means something.
    private static final String OF_SIGNATURES = "X-Amz-";

    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private static final StatusQuery ALL =
            new StatusQuery(Optional.empty(), Integer.MAX_VALUE, Order.NAME, false);

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
                        case "stream" -> query.of(Optional.of(stream(value)));
                        case "limit" ->
                                new StatusQuery(
                                        query.stream, limit(value), query.order, query.isFresh);
                        case "order" ->
                                new StatusQuery(
                                        query.stream, query.limit, order(value), query.isFresh);
                        case "fresh" ->
                                new StatusQuery(
                                        query.stream, query.limit, query.order, truth(value));
                        default -> query.beside(name);
                    };
        }
        if (query.isFresh && query.stream.isEmpty()) {
            throw refused("fresh is for one stream: name it with stream.");
        }
        return query;
    }

    private StatusQuery of(Optional<String> one) {
        return new StatusQuery(one, limit, order, isFresh);
    }

    private static boolean truth(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw refused("fresh must be true or false but was \"" + visible(value) + "\".");
    }

    private StatusQuery beside(String name) {
        if (name.isEmpty() || name.startsWith(OF_SIGNATURES)) {
            return this;
        }
        throw refused(
                "There is no parameter "
                        + visible(name)
                        + "; there are stream, limit, order and fresh.");
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
                    Comparator.comparing((Found found) -> found.seen().isTroubled())
                            .thenComparingLong(found -> found.seen().backlogBytes())
                            .thenComparingLong(Found::deliveredAtMillis)
                            .reversed()
                            .thenComparing(byName);
        };
    }
}
