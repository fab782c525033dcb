package io.hydrant.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function as its ARN names it: `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, and a version or
/// an alias behind another colon.
public record FunctionArn(
        String partition, String region, String account, String name, Optional<String> qualifier) {
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:(aws[a-zA-Z-]*):lambda:([a-z0-9-]+):(\\d{12}):function:([a-zA-Z0-9_-]{1,140})(?::(\\$LATEST|[a-zA-Z0-9_-]{1,128}))?");

    /// Empty when the text is no such ARN.
    public static Optional<FunctionArn> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new FunctionArn(
                                matcher.group(1),
                                matcher.group(2),
                                matcher.group(3),
                                matcher.group(4),
                                Optional.ofNullable(matcher.group(5))))
                : Optional.empty();
    }

    /// Without the version or alias.
    public FunctionArn unqualified() {
        return new FunctionArn(partition, region, account, name, Optional.empty());
    }

    @Override
    public String toString() {
        String plain =
                "arn:" + partition + ":lambda:" + region + ":" + account + ":function:" + name;
        return qualifier.map(each -> plain + ":" + each).orElse(plain);
    }
}
