package io.hydrant.server.ssm;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.ssm.ParameterFilter;
import io.hydrant.core.ssm.SsmError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What requests of the parameter store have in common.
final class SsmRequests {
    /// So that a token of something else is refused.
    private static final String PREFIX = "ssm/";

    private SsmRequests() {}

    static String name(ObjectNode request) {
        return request.path("Name").stringValue();
    }

    static List<String> texts(ObjectNode request, String member) {
        return request.path(member).valueStream().map(JsonNode::stringValue).toList();
    }

    static boolean withDecryption(ObjectNode request) {
        return request.path("WithDecryption").booleanValue(false);
    }

    static Map<String, String> tags(ObjectNode request) {
        Map<String, String> tags = new LinkedHashMap<>();
        request.path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").stringValue(), tag.path("Value").stringValue()));
        return tags;
    }

    static List<ParameterFilter> filters(ObjectNode request) {
        return request.path("ParameterFilters")
                .valueStream()
                .map(filter ->
                        new ParameterFilter(
                                filter.path("Key").stringValue(),
                                filter.path("Option").stringValueOpt(),
                                texts((ObjectNode) filter, "Values")))
                .toList();
    }

    /// A condition key that says whether a request has a switch on.
    static RequestKeys truth(String key, boolean value) {
        return RequestKeys.of(Map.of(key, List.of(Boolean.toString(value))));
    }

    static String token(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + position).getBytes(StandardCharsets.UTF_8));
    }

    /// The position of which the request's token was made; empty without one.
    static Optional<String> position(ObjectNode request) {
        return request.path("NextToken")
                .stringValueOpt()
                .filter(token -> !token.isEmpty())
                .map(SsmRequests::positionOf);
    }

    private static String positionOf(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX)) {
                return text.substring(PREFIX.length());
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like any other that is not ours.
        }
        throw SsmError.INVALID_NEXT_TOKEN.because("The specified token isn't valid.");
    }
}
