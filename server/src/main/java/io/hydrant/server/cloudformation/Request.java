package io.hydrant.server.cloudformation;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.CheckedParameters.Text;
import io.hydrant.aws.query.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The members that CloudFormation's requests share, each with its constraints. Read all, then
/// [#check].
final class Request {
    private static final int REPORTED_MAX = 10;

    /// How much of a value a refusal repeats, in characters. AWS repeats all of it.
    private static final int SHOWN_MAX = 65_536;

    private static final int NAME_MAX = 128;
    private static final int ARN_MAX = 1600;
    private static final Text STACK =
            Text.ANY.matching("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*");
    private static final Text CHANGE_SET =
            Text.ANY.matching("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*");
    private static final Text TOKEN =
            Text.ANY.matching("[a-zA-Z0-9][-a-zA-Z0-9]*").ofLength(1, NAME_MAX);
    private static final Text NEXT_TOKEN = Text.length(1, 1024);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
    private static final Text COUNT =
            Text.ANY.where(Request::isCount, "Member must have value greater than or equal to 1");
    private static final int BODY_BYTES_MAX = 51_200;

    /// At least a character, but at most so many bytes.
    private static final Text BODY =
            Text.length(1, Integer.MAX_VALUE)
                    .where(
                            body -> body.getBytes(StandardCharsets.UTF_8).length <= BODY_BYTES_MAX,
                            "Member must have length less than or equal to " + BODY_BYTES_MAX);

    private final Parameters parameters;
    private final CheckedParameters members;

    Request(Parameters parameters) {
        this.parameters = parameters;
        this.members = new CheckedParameters(parameters, REPORTED_MAX, SHOWN_MAX);
    }

    Parameters parameters() {
        return parameters;
    }

    Optional<String> text(String member) {
        return parameters.get(member);
    }

    /// Empty when it is missing, which is then refused by [#check].
    String required(String member) {
        return members.required(member, Text.ANY);
    }

    /// A name or id of a stack that has to be given.
    String stackName() {
        return name("StackName", STACK);
    }

    String changeSetName() {
        return name("ChangeSetName", CHANGE_SET);
    }

    private String name(String member, Text characters) {
        boolean isArn = text(member).filter(name -> name.startsWith("arn:")).isPresent();
        return members.required(member, characters.ofLength(1, isArn ? ARN_MAX : NAME_MAX));
    }

    Optional<String> token() {
        return members.optional("ClientRequestToken", TOKEN);
    }

    /// Checks how long the NextToken is; what it says is [NextToken]'s.
    void checkNextToken() {
        members.optional("NextToken", NEXT_TOKEN);
    }

    Optional<String> templateBody() {
        return members.optional("TemplateBody", BODY);
    }

    boolean truth(String member) {
        return members.truth(member, false);
    }

    <E extends Enum<E>> Optional<E> oneOf(String member, Class<E> type) {
        return members.oneOf(member, type);
    }

    /// Those of a list; all when it is empty or missing.
    <E extends Enum<E>> Set<E> someOf(String member, Class<E> type) {
        List<String> given = list(member);
        Set<E> values = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            if (given.isEmpty() || given.contains(constant.name())) {
                values.add(constant);
            }
        }
        return values;
    }

    Optional<Integer> number(String member) {
        return members.optional(member, COUNT)
                .map(text -> isCount(text) ? Integer.parseInt(text) : 1);
    }

    private static boolean isCount(String text) {
        return WHOLE_NUMBER.matcher(text).matches() && Integer.parseInt(text) >= 1;
    }

    List<String> list(String member) {
        return parameters.list(member);
    }

    /// @throws io.hydrant.aws.ServiceException when anything that was read is against the model
    Request check() {
        members.check();
        return this;
    }
}
