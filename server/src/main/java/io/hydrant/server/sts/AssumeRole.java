package io.hydrant.server.sts;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.CheckedParameters.Text;
import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.NewRoleSession;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Sts;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Gives a caller temporary credentials of a role, when the role's trust policy lets it.
///
/// Session tags, a source identity and tokens of an MFA device are refused: policies could not see
/// them.
record AssumeRole(Sts sts) implements QueryOperation {
    private static final Text ROLE_ARN = Text.length(20, 2048);
    private static final Text SESSION_NAME = Text.length(2, 64).matching("[\\w+=,.@-]*");
    private static final Text EXTERNAL_ID = Text.length(2, 1224).matching("[\\w+=,.@:\\/-]*");
    private static final Text POLICY = Text.length(1, 2048);
    private static final int POLICY_ARNS_MAX = 10;
    private static final int SECONDS_MIN = 900;
    private static final int SECONDS_MAX = 43_200;
    private static final int SECONDS_DEFAULT = 3_600;
    private static final List<String> UNSUPPORTED =
            List.of(
                    "Tags",
                    "TransitiveTagKeys",
                    "SourceIdentity",
                    "SerialNumber",
                    "TokenCode",
                    "ProvidedContexts");

    @Override
    public String name() {
        return "AssumeRole";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        refuseUnsupported(parameters);
        NewRoleSession draft = read(parameters);
        Sts.Credentials credentials =
                sts.assumeRole(caller.principal(), caller.circumstances(), draft);
        StsXml.credentials(result, credentials);
        if (credentials.principal() instanceof Principal.RoleSession session) {
            result.start("AssumedRoleUser")
                    .element("AssumedRoleId", session.roleId() + ":" + session.sessionName())
                    .element("Arn", session.arn())
                    .end();
        }
        if (draft.hasPolicies()) {
            result.element("PackedPolicySize", draft.packedPolicyPercent());
        }
    }

    private static NewRoleSession read(Parameters parameters) {
        CheckedParameters members = new CheckedParameters(parameters);
        NewRoleSession draft =
                new NewRoleSession(
                        members.required("RoleArn", ROLE_ARN),
                        members.required("RoleSessionName", SESSION_NAME),
                        Duration.ofSeconds(
                                members.number(
                                        "DurationSeconds",
                                        SECONDS_DEFAULT,
                                        SECONDS_MIN,
                                        SECONDS_MAX)),
                        members.optional("ExternalId", EXTERNAL_ID),
                        members.optional("Policy", POLICY),
                        policyArns(members));
        members.check();
        return draft;
    }

    private static List<String> policyArns(CheckedParameters members) {
        List<Parameters> given = members.structures("PolicyArns");
        if (given.size() > POLICY_ARNS_MAX) {
            throw IamError.VALIDATION_ERROR.because(
                    "1 validation error detected: Value at 'policyArns' failed to satisfy"
                            + " constraint: Member must have length less than or equal to %d",
                    POLICY_ARNS_MAX);
        }
        return given.stream().map(policy -> policy.get("arn").orElse("")).toList();
    }

    private static void refuseUnsupported(Parameters parameters) {
        for (String member : UNSUPPORTED) {
            boolean given =
                    !parameters.structures(member).isEmpty()
                            || parameters.get(member).filter(text -> !text.isEmpty()).isPresent();
            if (given) {
                throw IamError.INVALID_PARAMETER_VALUE.because(
                        "Hydrant does not support %s in AssumeRole.", member);
            }
        }
    }
}
