package io.hydrant.server.sts;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Tells callers who they are. Needs no permission.
record GetCallerIdentity() implements QueryOperation {
    @Override
    public String name() {
        return "GetCallerIdentity";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        result.element("Arn", caller.principal().arn())
                .element("UserId", userId(caller.principal()))
                .element("Account", caller.principal().account());
    }

    private static String userId(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> root.account();
            case Principal.User user -> user.id();
            case Principal.RoleSession session -> session.roleId() + ":" + session.sessionName();
            case Principal.Service service -> throw noCredentials();
            case Principal.Anonymous anonymous -> throw noCredentials();
        };
    }

    private static RuntimeException noCredentials() {
        return IamError.ACCESS_DENIED.because("Access denied");
    }
}
