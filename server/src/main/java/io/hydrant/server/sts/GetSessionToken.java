package io.hydrant.server.sts;

import io.hydrant.aws.query.CheckedParameters;
import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Sts;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.time.Duration;

/// Gives a user, or the account's root, temporary credentials of its own. Needs no permission.
record GetSessionToken(Sts sts) implements QueryOperation {
    private static final int SECONDS_MIN = 900;
    private static final int SECONDS_MAX = 129_600;
    private static final int SECONDS_DEFAULT = 43_200;

    @Override
    public String name() {
        return "GetSessionToken";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        CheckedParameters members = new CheckedParameters(parameters);
        int seconds = members.number("DurationSeconds", SECONDS_DEFAULT, SECONDS_MIN, SECONDS_MAX);
        members.check();
        if (parameters.has("SerialNumber") || parameters.has("TokenCode")) {
            throw IamError.INVALID_PARAMETER_VALUE.because(
                    "Hydrant does not support MFA devices in GetSessionToken.");
        }
        if (caller.accessKeyId().startsWith("ASIA")) {
            throw IamError.ACCESS_DENIED.because(
                    "Cannot call GetSessionToken with session credentials");
        }
        StsXml.credentials(
                result, sts.sessionToken(caller.principal(), Duration.ofSeconds(seconds)));
    }
}
