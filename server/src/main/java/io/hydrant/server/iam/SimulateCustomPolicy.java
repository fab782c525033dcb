package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Simulation;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.Optional;

/// Tells what policies that are given would allow, and which statements say so.
record SimulateCustomPolicy(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "SimulateCustomPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        SimulationInput input = new SimulationInput(parameters);

        SimulatedRequests requests = input.requests();
        Simulation.Draft draft = input.draft(input.requiredPolicies());
        input.check();
        permissions.requireOnArn(caller, "iam:SimulateCustomPolicy", "*");
        requests.write(result, new Simulation(Optional.empty(), draft, iam));
    }
}
