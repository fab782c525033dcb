package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.util.List;

/// A part of a list, told by its first index: what NextToken carries.
record Page<T>(List<T> items, int next, boolean more) {
    private static final int SIZE = 100;

    static <T> Page<T> of(List<T> all, Request request) {
        int start = Math.min(start(request), all.size());
        int end = Math.min(start + SIZE, all.size());
        return new Page<>(all.subList(start, end), end, end < all.size());
    }

    private static int start(Request request) {
        String token = request.text("NextToken").orElse("0");
        if (!token.matches("\\d{1,9}")) {
            throw CloudFormationError.VALIDATION.because("NextToken is not valid");
        }
        return Integer.parseInt(token);
    }

    void writeToken(XmlWriter xml) {
        if (more) {
            xml.element("NextToken", next);
        }
    }
}
