package io.hydrant.core.cloudformation.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which acknowledgement a template needs, because it makes identities or permissions.
public record Capabilities(List<String> required, List<String> types) {
    private static final String IAM = "CAPABILITY_IAM";
    private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";
    private static final String INLINE_POLICY = "AWS::IAM::Policy";

    private static final Set<String> TYPES =
            Set.of(
                    INLINE_POLICY,
                    "AWS::IAM::Group",
                    "AWS::IAM::GroupPolicy",
                    "AWS::IAM::ManagedPolicy",
                    "AWS::IAM::Role",
                    "AWS::IAM::RolePolicy",
                    "AWS::IAM::User",
                    "AWS::IAM::UserPolicy",
                    "AWS::IAM::UserToGroupAddition");

    /// By the type, the property that gives a name. (A policy's and an addition's name another's.)
    private static final Map<String, String> NAMES =
            Map.of(
                    "AWS::IAM::Group", "GroupName",
                    "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
                    "AWS::IAM::Role", "RoleName",
                    "AWS::IAM::User", "UserName");

    public static Capabilities of(Template template) {
        List<ResourceDeclaration> identities =
                template.resources().values().stream()
                        .filter(resource -> TYPES.contains(resource.type()))
                        .toList();
        if (identities.isEmpty()) {
            return new Capabilities(List.of(), List.of());
        }
        boolean named = identities.stream().anyMatch(Capabilities::isNamed);
        List<String> types =
                identities.stream().map(ResourceDeclaration::type).distinct().sorted().toList();
        return new Capabilities(List.of(named ? NAMED_IAM : IAM), types);
    }

    private static boolean isNamed(ResourceDeclaration resource) {
        String name = NAMES.get(resource.type());
        return name != null
                && resource.properties() instanceof Expression.Mapping properties
                && properties.fields().containsKey(name);
    }

    /// AWS names the types in the order of the alphabet, an inline policy only when it stands
    /// alone: for a role with its policy the console shows `[AWS::IAM::Role]`.
    public String reason() {
        List<String> shown =
                types.size() == 1
                        ? types
                        : types.stream().filter(type -> !type.equals(INLINE_POLICY)).toList();
        return "The following resource(s) require capabilities: [" + String.join(", ", shown) + "]";
    }

    /// @throws io.hydrant.aws.ServiceException when `given` lacks one; the stronger of the two
    ///   stands for the weaker
    public void check(Collection<String> given) {
        List<String> missing =
                required.stream()
                        .filter(needed ->
                                !given.contains(needed)
                                        && !(needed.equals(IAM) && given.contains(NAMED_IAM)))
                        .toList();
        if (!missing.isEmpty()) {
            throw CloudFormationError.INSUFFICIENT_CAPABILITIES.because(
                    "Requires capabilities : [%s]", String.join(", ", missing));
        }
    }
}
