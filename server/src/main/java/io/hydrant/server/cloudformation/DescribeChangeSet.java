package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.plan.ResourceChange;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// Shows the settings of a change set, and page by page what it would change.
final class DescribeChangeSet extends CloudFormationOperation {
    DescribeChangeSet(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.ofAnyTemplate();
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.changeSetName();
        request.checkNextToken();
        request.check();
        ChangeSet changeSet = cloudFormation.changeSets().get(name, request.text("StackName"));
        authorize(request, actor, Optional.of(changeSet.stackId()));
        NextToken token = nextToken(changeSet.id());
        Page<ResourceChange> page =
                Page.of(
                        changeSet.changes(),
                        token.position(request),
                        DescribeChangeSet::characters);
        boolean values = request.truth("IncludePropertyValues");
        ChangeSetXml.identity(result, changeSet, values);
        StackSettings settings = changeSet.settings();
        StackXml.parameters(result, settings);
        Lists.texts(result, "NotificationARNs", settings.notificationArns());
        result.empty("RollbackConfiguration");
        Lists.texts(result, "Capabilities", settings.capabilities());
        if (!settings.tags().isEmpty()) {
            StackXml.tags(result, settings.tags());
        }
        Lists.structures(
                result,
                "Changes",
                page.items(),
                change -> ChangeSetXml.change(result, change, values));
        token.write(result, page);
        result.element("IncludeNestedStacks", changeSet.includesNestedStacks())
                .element("ImportExistingResources", changeSet.importsExistingResources());
    }

    private static long characters(ResourceChange change) {
        long values =
                change.details().stream()
                        .mapToLong(detail -> length(detail.before()) + length(detail.after()))
                        .sum();
        return values + length(change.before()) + length(change.after());
    }

    private static long length(Optional<String> text) {
        return text.map(String::length).orElse(0);
    }
}
