package io.hydrant.server.cloudformation;

import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;

/// The operations of CloudFormation's API that there are.
public final class CloudFormationOperations {
    private CloudFormationOperations() {}

    public static List<QueryOperation> all(CloudFormation cloudFormation) {
        return List.of(
                new CancelUpdateStack(cloudFormation),
                new ContinueUpdateRollback(cloudFormation),
                new CreateChangeSet(cloudFormation),
                new CreateStack(cloudFormation),
                new DeleteChangeSet(cloudFormation),
                new DeleteStack(cloudFormation),
                new DescribeChangeSet(cloudFormation),
                new DescribeStackEvents(cloudFormation),
                new DescribeStackResource(cloudFormation),
                new DescribeStackResources(cloudFormation),
                new DescribeStacks(cloudFormation),
                new ExecuteChangeSet(cloudFormation),
                new GetTemplate(cloudFormation),
                new GetTemplateSummary(cloudFormation),
                new ListChangeSets(cloudFormation),
                new ListExports(cloudFormation),
                new ListImports(cloudFormation),
                new ListStackResources(cloudFormation),
                new ListStacks(cloudFormation),
                new UpdateStack(cloudFormation),
                new UpdateTerminationProtection(cloudFormation),
                new ValidateTemplate(cloudFormation));
    }
}
