package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Simulation;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.Optional;

/// Tells what a role or user may do by its policies, and which statements say so.
record SimulatePrincipalPolicy(Iam iam, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "SimulatePrincipalPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        SimulationInput input = new SimulationInput(parameters);

        String sourceArn = input.sourceArn();
        SimulatedRequests requests = input.requests();
        Simulation.Draft draft = input.draft(input.policies());
        input.check();
        permissions.requireOnArn(caller, "iam:SimulatePrincipalPolicy", sourceArn);
        requests.write(
                result,
                new Simulation(Optional.of(PolicySource.of(sourceArn).in(iam)), draft, iam));
    }
}
