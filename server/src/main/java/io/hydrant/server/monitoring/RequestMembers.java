package io.hydrant.server.monitoring;

import io.hydrant.aws.ServiceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The members of a request, each as the type that the model gives it; from a form all come as
/// text.
///
/// @param error of those that are wrong
/// @param path of the structure, for messages: empty, or with a dot at its end
record RequestMembers(ObjectNode node, CloudWatchError error, String path) {
    private static final double MILLIS = 1000.0;

    /// Years beyond those that a time of CloudWatch has.
    private static final double SECONDS_MAX = 1e11;

    static RequestMembers of(ObjectNode request, CloudWatchError error) {
        return new RequestMembers(request, error, "");
    }

    /// What the model has no such member for is refused, and so is what is not supported: a request
    /// that asks for more than it gets is told.
    RequestMembers only(Set<String> known) {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw error.because(
                        "Hydrant does not support the parameter %s%s here.", path, name);
            }
        }
        return this;
    }

    Optional<String> text(String name) {
        return member(name)
                .filter(value -> value.isString() || value.isNumber() || value.isBoolean())
                .map(JsonNode::asString)
                .filter(text -> !text.isEmpty());
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    private ServiceException missing(String name) {
        CloudWatchError code =
                error == CloudWatchError.INVALID_PARAMETER_VALUE
                        ? CloudWatchError.MISSING_PARAMETER
                        : error;
        return code.because("The parameter %s%s is required.", path, name);
    }

    OptionalInt number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException e) {
            throw error.because(
                    "The parameter %s%s must be a whole number, but is %s.",
                    path, name, shown(text.get()));
        }
    }

    double decimal(String name) {
        String text = required(name);
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw error.because(
                "The parameter %s%s must be a number, but is %s.", path, name, shown(text));
    }

    boolean truth(String name, boolean otherwise) {
        return text(name).map(text -> text.equalsIgnoreCase("true")).orElse(otherwise);
    }

    /// A time, as seconds since 1970 or in ISO 8601; without an offset it is UTC's.
    Instant time(String name) {
        String text = required(name);
        try {
            if (text.matches("[-+.0-9Ee]+") && !text.matches("\\d{4}-.*")) {
                double seconds = Double.parseDouble(text);
                if (Math.abs(seconds) < SECONDS_MAX) {
                    return Instant.ofEpochMilli(Math.round(seconds * MILLIS));
                }
            } else if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDateTime.parse(text + "T00:00:00").toInstant(ZoneOffset.UTC);
            } else if (text.matches(".*(Z|[-+]\\d\\d(:?\\d\\d)?)$") && text.contains("T")) {
                return OffsetDateTime.parse(withColon(text)).toInstant();
            } else {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException | NumberFormatException e) {
            // Refused below.
        }
        throw error.because(
                "The parameter %s%s must be a time such as 2026-11-26T22:00:00Z, but is %s.",
                path, name, shown(text));
    }

    private static String withColon(String text) {
        return text.replaceFirst("([-+]\\d\\d)(\\d\\d)$", "$1:$2");
    }

    /// A list of structures; empty when absent or empty.
    List<RequestMembers> structures(String name) {
        return items(name).stream()
                .map(item -> {
                    if (item.node() instanceof ObjectNode structure) {
                        return new RequestMembers(structure, error, item.path() + ".");
                    }
                    throw error.because("The parameter %s must be a structure.", item.path());
                })
                .toList();
    }

    /// A list of texts.
    List<String> texts(String name) {
        return items(name).stream().map(item -> item.node().asString()).toList();
    }

    private record Item(JsonNode node, String path) {}

    private List<Item> items(String name) {
        Optional<JsonNode> list = member(name);
        if (list.isEmpty() || list.get().isString() && list.get().stringValue().isEmpty()) {
            return List.of();
        }
        if (!list.get().isArray()) {
            throw error.because("The parameter %s%s must be a list.", path, name);
        }
        List<JsonNode> nodes = StreamSupport.stream(list.get().spliterator(), false).toList();
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> new Item(nodes.get(i), path + name + ".member." + (i + 1)))
                .toList();
    }

    Optional<RequestMembers> structure(String name) {
        return member(name)
                .map(value -> {
                    if (value instanceof ObjectNode structure) {
                        return new RequestMembers(structure, error, path + name + ".");
                    }
                    throw error.because("The parameter %s%s must be a structure.", path, name);
                });
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
