package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Simulation;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;
import java.util.Optional;

/// Lists the condition keys that the policies of a role or user ask for.
record GetContextKeysForPrincipalPolicy(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetContextKeysForPrincipalPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        SimulationInput input = new SimulationInput(parameters);

        String sourceArn = input.sourceArn();
        List<String> policies = input.policies();
        input.check();
        permissions.requireOnArn(caller, "iam:GetContextKeysForPrincipalPolicy", sourceArn);
        IamXml.contextKeys(
                result,
                Simulation.keys(Optional.of(PolicySource.of(sourceArn).in(iam)), policies, iam));
    }
}
