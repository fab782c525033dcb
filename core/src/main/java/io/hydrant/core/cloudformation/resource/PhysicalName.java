package io.hydrant.core.cloudformation.resource;

import java.util.Locale;
import java.util.random.RandomGenerator;

/// Makes names for resources that the template does not name: `<stack>-<logical id>-<12 random
/// characters>`, cut to what the service allows.
final class PhysicalName {
    private static final String LETTERS_AND_DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 12;

    private final RandomGenerator random;

    PhysicalName(RandomGenerator random) {
        this.random = random;
    }

    /// Stack and logical id share what the suffix leaves of `lengthMax`; what one does not need,
    /// the other may take.
    String of(DesiredResource desired, int lengthMax) {
        String stack = desired.stackName();
        String logical = desired.logicalId();
        int forBoth = lengthMax - SUFFIX_LENGTH - 3;
        int half = forBoth / 2;
        int forLogical = Math.max(forBoth - half, forBoth - stack.length());
        int forStack = Math.max(half, forBoth - logical.length());
        return cut(stack, forStack) + "-" + cut(logical, forLogical) + "-" + suffix();
    }

    /// The same in lower case, as buckets need it.
    String lowerCase(DesiredResource desired, int lengthMax) {
        return of(desired, lengthMax).toLowerCase(Locale.ROOT);
    }

    /// Of a parameter of Systems Manager: `CFN-<logical id>-<suffix>`.
    String ofParameter(DesiredResource desired) {
        return "CFN-" + desired.logicalId() + "-" + suffix();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
        }
        return suffix.toString();
    }
}
