package io.hydrant.server.glue;

import io.hydrant.core.glue.GlueError;
import io.hydrant.core.glue.GluePage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Where a list goes on, as its NextToken says.
final class NextPage {
    private static final int SIZE = 100;

    /// So that a token of something else is refused.
    private static final String PREFIX = "glue/";

    private NextPage() {}

    /// How long the page is to be.
    static int size(ObjectNode request) {
        return request.path("MaxResults").asInt(SIZE);
    }

    /// Behind which entry the page begins; empty for the first page.
    static Optional<String> after(ObjectNode request) {
        return GlueOperation.optional(request, "NextToken").map(NextPage::position);
    }

    private static String position(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX) && token.equals(token(text.substring(PREFIX.length())))) {
                return text.substring(PREFIX.length());
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like any other that is not ours.
        }
        throw GlueError.INVALID_INPUT.because("The NextToken is not valid.");
    }

    private static String token(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + position).getBytes(StandardCharsets.UTF_8));
    }

    static void add(GluePage<?> page, ObjectNode answer) {
        page.last().ifPresent(last -> answer.put("NextToken", token(last)));
    }
}
