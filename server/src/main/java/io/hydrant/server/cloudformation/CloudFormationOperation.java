package io.hydrant.server.cloudformation;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Gate;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.Weight;
import io.hydrant.core.memory.Workroom;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// An operation of CloudFormation's API: its name is its class's.
abstract class CloudFormationOperation implements QueryOperation {
    private static final System.Logger LOG =
            System.getLogger(CloudFormationOperation.class.getName());

    /// What is made of each character of a request.
    private static final long PARAMETERS = 16;

    final CloudFormation cloudFormation;

    CloudFormationOperation(CloudFormation cloudFormation) {
        this.cloudFormation = cloudFormation;
    }

    @Override
    public final String name() {
        return getClass().getSimpleName();
    }

    @Override
    public final void answer(Parameters parameters, Caller caller, XmlWriter result)
            throws IOException {
        Request request = new Request(parameters);
        settle(request);
        long weight = Math.max(weight(request), PARAMETERS * parameters.characters());
        try (Workroom.Place place = cloudFormation.enter(weight)) {
            LOG.log(Level.DEBUG, "{0} in {1}", name(), place);
            answer(request, new Actor(caller.principal(), caller.circumstances()), result);
        }
    }

    /// Waits for what the answer waits for, before it takes any room.
    void settle(Request request) throws IOException {}

    /// About how much memory the answer takes.
    long weight(Request request) {
        return Weight.STACK;
    }

    abstract void answer(Request request, Actor actor, XmlWriter result) throws IOException;

    /// Writes which stack an operation has begun on, and what the operation is called.
    final void begun(XmlWriter result, String stackId) throws IOException {
        result.element("StackId", stackId);
        cloudFormation
                .stacks()
                .findDescribed(stackId)
                .flatMap(Stack::lastOperation)
                .ifPresent(operation -> result.element("OperationId", operation.id()));
    }

    /// The tokens of the pages of what this operation lists.
    final NextToken nextToken(String subject) {
        return new NextToken(name(), subject);
    }

    /// @throws io.hydrant.aws.ServiceException when the actor may not do this to the stack
    final void authorize(Request request, Actor actor, Optional<String> stack) throws IOException {
        Gate gate = cloudFormation.gate();
        gate.authorize(actor, name(), stack, new Keys(request));
        Optional<String> role = role(request);
        if (role.isPresent()) {
            gate.passRole(actor, role.get(), stack.orElse(""));
        }
    }

    /// The role that resources are to be made by.
    static Optional<String> role(Request request) {
        return request.text("RoleARN").filter(arn -> !arn.isEmpty());
    }
}
