package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Simulation;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;
import java.util.Optional;

/// Lists the condition keys that policies ask for which are given.
record GetContextKeysForCustomPolicy(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetContextKeysForCustomPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        SimulationInput input = new SimulationInput(parameters);

        List<String> policies = input.requiredPolicies();
        input.check();
        permissions.requireOnArn(caller, "iam:GetContextKeysForCustomPolicy", "*");
        IamXml.contextKeys(result, Simulation.keys(Optional.empty(), policies, iam));
    }
}
