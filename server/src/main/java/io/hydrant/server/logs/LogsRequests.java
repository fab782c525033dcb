package io.hydrant.server.logs;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What requests of CloudWatch Logs have in common: groups by name or ARN, tags, page tokens.
record LogsRequests(LogEvents logs) {
    private static final String ALL = ":*";

    /// The group that a request names in either way.
    String group(ObjectNode request) {
        Optional<String> name = request.path("logGroupName").stringValueOpt();
        Optional<String> identifier = request.path("logGroupIdentifier").stringValueOpt();
        if (name.isPresent() == identifier.isPresent()) {
            throw LogsError.INVALID_PARAMETER.because(
                    "Exactly one of logGroupName and logGroupIdentifier must be given.");
        }
        return name.orElseGet(() -> ofIdentifier(identifier.orElseThrow()));
    }

    private String ofIdentifier(String identifier) {
        return identifier.startsWith("arn:") ? ofArn(identifier) : identifier;
    }

    /// The group of an ARN, with or without `:*` behind it.
    String ofArn(String arn) {
        String prefix = logs.arn("");
        if (!arn.startsWith(prefix)) {
            throw invalid("The ARN %s is not one of a log group of this account and region.", arn);
        }
        String name = arn.substring(prefix.length());
        return name.endsWith(ALL) ? name.substring(0, name.length() - ALL.length()) : name;
    }

    static Map<String, String> tags(JsonNode tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.properties().forEach(tag -> all.put(tag.getKey(), tag.getValue().stringValue()));
        return all;
    }

    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    /// @throws ServiceException when the request has a member that asks for what is not here
    static void refuse(ObjectNode request, String... members) {
        for (String member : members) {
            JsonNode given = request.path(member);
            boolean asks = !given.isMissingNode() && !(given.isBoolean() && !given.booleanValue());
            if (asks) {
                throw invalid("Hydrant does not support %s in CloudWatch Logs.", member);
            }
        }
    }

    static String token(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /// The position of which a token was made; empty without one.
    static Optional<String> position(ObjectNode request) {
        return request.path("nextToken").stringValueOpt().map(LogsRequests::positionOf);
    }

    private static String positionOf(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw invalidToken();
        }
    }

    static ServiceException invalidToken() {
        return LogsError.INVALID_PARAMETER.because("The specified nextToken is invalid.");
    }

    private static ServiceException invalid(String text, String about) {
        return LogsError.INVALID_PARAMETER.because(text, about);
    }
}
