package io.hydrant.server.sts;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;

/// An operation of STS that there is no part of here. Tokens of identity providers come unsigned,
/// as they are their bearer's only credentials.
///
/// @param takesStrangers whether AWS takes it unsigned
record Refused(String name, boolean takesStrangers, ServiceException refusal)
        implements QueryOperation {
    static List<QueryOperation> all() {
        return List.of(
                ofProvider("AssumeRoleWithWebIdentity", "No OpenIDConnect provider found"),
                ofProvider("AssumeRoleWithSAML", "No SAML provider found"),
                new Refused(
                        "GetFederationToken",
                        false,
                        IamError.INVALID_ACTION.because(
                                "Hydrant does not support GetFederationToken. Use AssumeRole, whose"
                                        + " Policy narrows a session likewise.")));
    }

    private static QueryOperation ofProvider(String name, String text) {
        return new Refused(
                name,
                true,
                IamError.INVALID_IDENTITY_TOKEN.because(
                        text
                                + " in your account: Hydrant has no identity providers. Sign with an"
                                + " access key and use AssumeRole."));
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        throw refusal;
    }
}
