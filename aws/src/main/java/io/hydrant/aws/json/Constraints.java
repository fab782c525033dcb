package io.hydrant.aws.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks values, whose types are right already, against the constraints of the model.
final class Constraints {
    private Constraints() {}

    static void check(JsonNode value, Shape.Structure shape, Violations violations) {
        structure("", value, shape, violations);
    }

    private static void structure(
            String path, JsonNode value, Shape.Structure shape, Violations violations) {
        for (Shape.Member member : shape.members()) {
            String memberPath = path.isEmpty() ? wireName(member) : path + "." + wireName(member);
            if (value.has(member.name())) {
                value(memberPath, value.get(member.name()), member.shape(), violations);
            } else if (member.required()) {
                violations.missing(memberPath);
            }
        }
    }

    /// As paths show a member: the first letter in lower case and nothing else changed (`roleARN`).
    private static String wireName(Shape.Member member) {
        return Character.toLowerCase(member.name().charAt(0)) + member.name().substring(1);
    }

    private static void value(String path, JsonNode value, Shape shape, Violations violations) {
        if (value.isNull()) {
            violations.missing(path);
            return;
        }
        switch (shape) {
            case Shape.Text text -> violations.check(path, value.stringValue(), text);
            case Shape.WholeNumber number ->
                    wholeNumber(path, value.longValue(), number, violations);
            case Shape.DecimalNumber number ->
                    decimalNumber(path, value.doubleValue(), number, violations);
            case Shape.Truth truth -> {}
            case Shape.Timestamp timestamp -> {}
            case Shape.Sequence sequence -> sequence(path, value, sequence, violations);
            case Shape.Mapping mapping -> mapping(path, value, mapping, violations);
            case Shape.Structure structure -> structure(path, value, structure, violations);
        }
    }

    private static void wholeNumber(
            String path, long value, Shape.WholeNumber shape, Violations violations) {
        if (value < shape.min()) {
            violations.add(path, valueAtLeast(Long.toString(shape.min())));
        }
        if (value > shape.max()) {
            violations.add(path, valueAtMost(Long.toString(shape.max())));
        }
    }

    private static void decimalNumber(
            String path, double value, Shape.DecimalNumber shape, Violations violations) {
        if (value < shape.min()) {
            violations.add(path, valueAtLeast(withoutPoint(shape.min())));
        }
        if (value > shape.max()) {
            violations.add(path, valueAtMost(withoutPoint(shape.max())));
        }
    }

    private static String withoutPoint(double limit) {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }

    private static String valueAtLeast(String min) {
        return "Member must have value greater than or equal to " + min;
    }

    private static String valueAtMost(String max) {
        return "Member must have value less than or equal to " + max;
    }

    private static void sequence(
            String path, JsonNode value, Shape.Sequence shape, Violations violations) {
        violations.checkLength(path, value.size(), shape.minLength(), shape.maxLength());
        for (int i = 0; i < value.size(); i++) {
            value(Violations.element(path, i), value.get(i), shape.element(), violations);
        }
    }

    private static void mapping(
            String path, JsonNode value, Shape.Mapping shape, Violations violations) {
        boolean keysFit = true;
        boolean valuesFit = true;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            keysFit &= fits(entry.getKey(), shape.key());
            valuesFit &=
                    entry.getValue().isString()
                            && fits(entry.getValue().stringValue(), shape.value());
        }
        if (!keysFit) {
            violations.add(path, "Map keys must satisfy constraint: " + all(shape.key()));
        }
        if (!valuesFit) {
            violations.add(path, "Map value must satisfy constraint: " + all(shape.value()));
        }
    }

    private static boolean fits(String value, Shape.Text shape) {
        Violations violations = new Violations();
        violations.check("", value, shape);
        return violations.isEmpty();
    }

    private static List<String> all(Shape.Text shape) {
        List<String> constraints = new ArrayList<>();
        constraints.add(Violations.lengthAtMost(shape.maxLength()));
        constraints.add(Violations.lengthAtLeast(shape.minLength()));
        shape.pattern().map(Pattern::pattern).map(Violations::pattern).ifPresent(constraints::add);
        return constraints;
    }
}
