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

    static ParameterType read(String name) {
        boolean listOfAws =
                name.startsWith("List<")
                        && name.endsWith(">")
                        && AWS.matcher(name.substring(5, name.length() - 1)).matches();
        if (PLAIN.contains(name) || AWS.matcher(name).matches() || listOfAws) {
            return new ParameterType(name);
        }
        if (name.startsWith("AWS::SSM::Parameter::Value<")) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Hydrant has no parameter store for parameters of type"
                            + " %s",
                    name);
        }
        throw CloudFormationError.VALIDATION.because(
                "Template format error: Unrecognized parameter type: %s", name);
    }

    boolean isList() {
        return name.startsWith("List<") || name.equals("CommaDelimitedList");
    }

    boolean isNumber() {
        return name.equals("Number") || name.equals("List<Number>");
    }
}
