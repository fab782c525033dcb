package io.hydrant.server.iam;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.CheckedParameters.Text;
import io.hydrant.aws.query.Parameters;
import io.hydrant.core.iam.ContextValueType;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Simulation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The members that the requests for simulations share. Read all, then [#check].
final class SimulationInput {
    private static final int LIST_MAX = 1_000;
    private static final Text DOCUMENT = Text.length(1, 131_072);
    private static final Text ACTION = Text.length(3, 128);
    private static final Text RESOURCE = Text.length(1, 2048);
    private static final Text KEY_NAME = Text.length(5, 256);
    private static final Pattern ACTION_NAME = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9-]+");
    private static final Pattern OWNER =
            Pattern.compile("(?<account>\\d{12})|arn:aws:iam::(?<root>\\d{12}):root");

    private final IamInput input;
    private final CheckedParameters members;

    SimulationInput(Parameters parameters) {
        this.input = new IamInput(parameters);
        this.members = input.members();
    }

    String sourceArn() {
        return input.arn("PolicySourceArn");
    }

    List<String> policies() {
        return members.list("PolicyInputList", DOCUMENT, LIST_MAX);
    }

    List<String> requiredPolicies() {
        return members.requiredList("PolicyInputList", DOCUMENT, LIST_MAX);
    }

    SimulatedRequests requests() {
        List<String> actions = members.requiredList("ActionNames", ACTION, LIST_MAX);
        List<String> resources = members.list("ResourceArns", RESOURCE, LIST_MAX);
        return new SimulatedRequests(
                actions, resources.isEmpty() ? List.of("*") : resources, Paged.of(input));
    }

    /// All that is given for a simulation beside the requests that are simulated.
    Simulation.Draft draft(List<String> policies) {
        refuseResourceHandling();
        return new Simulation.Draft(
                policies,
                members.list("PermissionsBoundaryPolicyInputList", DOCUMENT, LIST_MAX),
                members.optional("ResourcePolicy", DOCUMENT),
                members.optional("ResourceOwner", RESOURCE).map(SimulationInput::account),
                members.optional("CallerArn", RESOURCE),
                context());
    }

    /// @throws io.hydrant.aws.ServiceException what is wrong with the members read so far
    void check() {
        members.check();
    }

    /// @throws io.hydrant.aws.ServiceException InvalidInput
    static void checkActions(List<String> actions) {
        for (String action : actions) {
            if (!ACTION_NAME.matcher(action).matches()) {
                throw IamError.INVALID_INPUT.because(
                        "Invalid action name: %s. It must be a service, a colon and an operation,"
                                + " without wildcards: s3:PutObject.",
                        action);
            }
        }
    }

    private void refuseResourceHandling() {
        members.optional("ResourceHandlingOption", Text.length(1, 64))
                .ifPresent(option -> {
                    throw IamError.INVALID_INPUT.because(
                            "Hydrant does not support ResourceHandlingOption %s: the combinations"
                                    + " that it names are of EC2.",
                            option);
                });
    }

    private static String account(String owner) {
        Matcher account = OWNER.matcher(owner);
        if (!account.matches()) {
            throw IamError.INVALID_INPUT.because(
                    "Invalid ResourceOwner: %s. It must be an account id, or the ARN of an"
                            + " account's root user.",
                    owner);
        }
        return Optional.ofNullable(account.group("account")).orElseGet(() -> account.group("root"));
    }

    private Map<String, List<String>> context() {
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (Parameters entry : members.structures("ContextEntries")) {
            CheckedParameters given = new CheckedParameters(entry);
            String key = given.required("ContextKeyName", KEY_NAME);
            List<String> values = given.list("ContextKeyValues", Text.ANY, LIST_MAX);
            Optional<ContextValueType> type = given.oneOf("ContextKeyType", ContextValueType.class);
            given.check();
            type.flatMap(one -> one.fault(values))
                    .ifPresent(fault -> {
                        throw IamError.INVALID_INPUT.because(
                                "Invalid values for the context key %s: %s.", key, fault);
                    });
            context.put(key, values);
        }
        return context;
    }
}
