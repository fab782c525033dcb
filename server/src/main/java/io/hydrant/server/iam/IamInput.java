package io.hydrant.server.iam;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.CheckedParameters.Text;
import io.hydrant.aws.query.Parameters;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The members that IAM's requests share, each with its constraints. Read all, then [#check].
final class IamInput {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final int ENTITY_NAME_MAX = 64;
    private static final int GROUP_NAME_MAX = 128;
    private static final int POLICY_NAME_MAX = 128;
    private static final Text ARN = Text.length(20, 2048);
    private static final Text PATH =
            Text.length(1, 512).matching("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
    private static final Text PATH_PREFIX =
            Text.length(1, 512).matching("\\u002F[\\u0021-\\u007F]*");
    private static final Text DOCUMENT = Text.length(1, 131_072);
    private static final Text VERSION =
            Text.length(1, 64).matching("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
    private static final Text KEY_ID = Text.length(16, 128).matching("[\\w]+");
    private static final Text TAG_KEY =
            Text.length(1, 128).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
    private static final Text TAG_VALUE =
            Text.length(0, 256).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final int TAGS_MAX = 50;

    private final CheckedParameters members;

    IamInput(Parameters parameters) {
        this.members = new CheckedParameters(parameters);
    }

    CheckedParameters members() {
        return members;
    }

    /// `RoleName`, `UserName` or `GroupName`.
    String name(Identity.Kind kind) {
        return name(kind.title() + "Name", nameMax(kind));
    }

    Optional<String> optionalName(Identity.Kind kind) {
        return optionalName(kind.title() + "Name", nameMax(kind));
    }

    private static int nameMax(Identity.Kind kind) {
        return kind == Identity.Kind.GROUP ? GROUP_NAME_MAX : ENTITY_NAME_MAX;
    }

    /// `NewUserName` or `NewGroupName`.
    Optional<String> newName(Identity.Kind kind) {
        return optionalName("New" + kind.title() + "Name", nameMax(kind));
    }

    Optional<String> newPath() {
        return members.optional("NewPath", PATH);
    }

    String policyName() {
        return name("PolicyName", POLICY_NAME_MAX);
    }

    String policyArn() {
        return members.required("PolicyArn", ARN);
    }

    String arn(String member) {
        return members.required(member, ARN);
    }

    String path() {
        return members.optional("Path", PATH).orElse("/");
    }

    String pathPrefix() {
        return members.optional("PathPrefix", PATH_PREFIX).orElse("/");
    }

    String document(String member) {
        return members.required(member, DOCUMENT);
    }

    Optional<String> description() {
        return members.optional("Description", Text.length(0, 1000));
    }

    /// How long sessions of a role may last.
    Optional<Integer> maxSessionSeconds() {
        return members.has("MaxSessionDuration")
                ? Optional.of(members.number("MaxSessionDuration", 0, 3_600, 43_200))
                : Optional.empty();
    }

    Optional<String> boundary() {
        return members.optional("PermissionsBoundary", ARN);
    }

    String versionId() {
        return members.required("VersionId", VERSION);
    }

    String accessKeyId() {
        return members.required("AccessKeyId", KEY_ID);
    }

    List<Tag> tags() {
        return members.structures("Tags").stream().map(IamInput::tag).toList();
    }

    List<String> tagKeys() {
        return members.list("TagKeys", TAG_KEY, TAGS_MAX);
    }

    /// @throws io.hydrant.aws.ServiceException what is wrong with the members read so far
    void check() {
        members.check();
    }

    private static Tag tag(Parameters parameters) {
        CheckedParameters pair = new CheckedParameters(parameters);
        Tag tag = new Tag(pair.required("Key", TAG_KEY), pair.required("Value", TAG_VALUE));
        pair.check();
        if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw IamError.INVALID_INPUT.because(
                    "Tag keys that begin with aws: are reserved for AWS use: %s", tag.key());
        }
        return tag;
    }

    private String name(String member, int max) {
        String name = members.required(member, Text.length(1, max));
        checkCharacters(member, name);
        return name;
    }

    private Optional<String> optionalName(String member, int max) {
        Optional<String> name = members.optional(member, Text.length(1, max));
        name.ifPresent(given -> checkCharacters(member, given));
        return name;
    }

    /// IAM has a text of its own for the characters of names.
    private static void checkCharacters(String member, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw IamError.VALIDATION_ERROR.because(
                    "The specified value for %s is invalid. It must contain only alphanumeric"
                            + " characters and/or the following: +=,.@_-",
                    Character.toLowerCase(member.charAt(0)) + member.substring(1));
        }
    }
}
