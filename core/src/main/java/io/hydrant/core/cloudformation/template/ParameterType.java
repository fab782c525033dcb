package io.hydrant.core.cloudformation.template;

import java.util.Set;
import java.util.regex.Pattern;

/// A parameter's type, by the name that templates give it. AWS's own types (`AWS::EC2::VPC::Id` …)
/// are strings here: whether the thing exists is not checked.
public record ParameterType(String name) {
    private static final Set<String> PLAIN =
            Set.of("String", "Number", "List<Number>", "CommaDelimitedList", "List<String>");

    private static final Pattern AWS =
            Pattern.compile(
                    "AWS::EC2::(AvailabilityZone::Name|Image::Id|Instance::Id|KeyPair::KeyName"
                            + "|SecurityGroup::(Id|GroupName)|Subnet::Id|Volume::Id|VPC::Id)"
                            + "|AWS::Route53::HostedZone::Id|AWS::SSM::Parameter::Name");

    /// Those whose values are kept in the parameter store, under the names that are given.
    private static final Set<String> STORED =
            Set.of(
                    "AWS::SSM::Parameter::Value<String>",
                    "AWS::SSM::Parameter::Value<List<String>>",
                    "AWS::SSM::Parameter::Value<CommaDelimitedList>");

    static ParameterType read(String name) {
        boolean listOfAws =
                name.startsWith("List<")
                        && name.endsWith(">")
                        && AWS.matcher(name.substring(5, name.length() - 1)).matches();
        if (PLAIN.contains(name)
                || STORED.contains(name)
                || AWS.matcher(name).matches()
                || listOfAws) {
            return new ParameterType(name);
        }
        if (name.startsWith("AWS::SSM::Parameter::Value<")) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Hydrant does not support parameters of type %s", name);
        }
        throw CloudFormationError.VALIDATION.because(
                "Template format error: Unrecognized parameter type: %s", name);
    }

    public boolean isList() {
        String value = isStoredValue() ? name.substring(name.indexOf('<') + 1) : name;
        return value.startsWith("List<") || value.startsWith("CommaDelimitedList");
    }

    /// Whether the value is kept in the parameter store, under the name that is given.
    public boolean isStoredValue() {
        return STORED.contains(name);
    }

    /// Whether the value is the name of what is in the parameter store.
    public boolean isStoredName() {
        return name.equals("AWS::SSM::Parameter::Name");
    }

    boolean isNumber() {
        return name.equals("Number") || name.equals("List<Number>");
    }
}
