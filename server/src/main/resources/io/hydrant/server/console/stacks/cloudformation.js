import { query } from "../aws.js";
import { at, members, text } from "../xml.js";

// What the pages of stacks ask of CloudFormation.

function pairs(element, path, name, value) {
    return members(element, path).map(one => [text(one, name), text(one, value) ?? "", one]);
}

function stackOf(element) {
    return {
        id: text(element, "StackId"),
        name: text(element, "StackName"),
        description: text(element, "Description"),
        status: text(element, "StackStatus"),
        reason: text(element, "StackStatusReason"),
        created: text(element, "CreationTime"),
        updated: text(element, "LastUpdatedTime"),
        deleted: text(element, "DeletionTime"),
        isProtected: text(element, "EnableTerminationProtection") === "true",
        capabilities: members(element, "Capabilities").map(one => one.textContent),
        parameters: pairs(element, "Parameters", "ParameterKey", "ParameterValue"),
        outputs: pairs(element, "Outputs", "OutputKey", "OutputValue").map(([name, value, one]) => ({
            name, value, description: text(one, "Description"), exported: text(one, "ExportName") })),
        tags: pairs(element, "Tags", "Key", "Value"),
    };
}

// A page of the stacks that are there: { stacks, next }.
export async function stacks(token, signal) {
    const result = await query("cloudformation", "DescribeStacks", token ? { NextToken: token } : {}, { signal });
    return { stacks: members(result, "Stacks").map(stackOf), next: text(result, "NextToken") };
}

// By its name, or by its id also when it is deleted.
export async function stack(name, signal) {
    const result = await query("cloudformation", "DescribeStacks", { StackName: name }, { signal });
    return stackOf(members(result, "Stacks")[0]);
}

export async function events(name, token, signal) {
    const result = await query("cloudformation", "DescribeStackEvents", { StackName: name, ...(token && { NextToken: token }) }, { signal });
    return {
        events: members(result, "StackEvents").map(one => ({
            id: text(one, "EventId"),
            time: text(one, "Timestamp"),
            status: text(one, "ResourceStatus"),
            type: text(one, "ResourceType"),
            logicalId: text(one, "LogicalResourceId"),
            physicalId: text(one, "PhysicalResourceId"),
            reason: text(one, "ResourceStatusReason"),
            properties: text(one, "ResourceProperties"),
        })),
        next: text(result, "NextToken"),
    };
}

export async function resources(name, signal) {
    const result = await query("cloudformation", "DescribeStackResources", { StackName: name }, { signal });
    return members(result, "StackResources").map(one => ({
        logicalId: text(one, "LogicalResourceId"),
        physicalId: text(one, "PhysicalResourceId"),
        type: text(one, "ResourceType"),
        status: text(one, "ResourceStatus"),
        reason: text(one, "ResourceStatusReason"),
    }));
}

// The stack that has a resource of this name, if it is one's that may be seen.
export async function ownerOf(physicalId, signal) {
    try {
        const result = await query("cloudformation", "DescribeStackResources", { PhysicalResourceId: physicalId }, { signal });
        return text(members(result, "StackResources")[0], "StackName");
    } catch (trouble) {
        if (trouble.name === "AbortError") {
            throw trouble;
        }
        return undefined;
    }
}

// As it was given.
export async function template(name, changeSet, signal) {
    const result = await query("cloudformation", "GetTemplate",
        { StackName: name, TemplateStage: "Original", ...(changeSet && { ChangeSetName: changeSet }) }, { signal });
    return text(result, "TemplateBody");
}

// What a template asks for: { description, parameters, capabilities, capabilitiesReason, types }.
export async function summary(body, signal) {
    const result = await query("cloudformation", "GetTemplateSummary", { TemplateBody: body }, { signal });
    return {
        description: text(result, "Description"),
        capabilities: members(result, "Capabilities").map(one => one.textContent),
        capabilitiesReason: text(result, "CapabilitiesReason"),
        types: members(result, "ResourceTypes").map(one => one.textContent),
        parameters: members(result, "Parameters").map(one => ({
            name: text(one, "ParameterKey"),
            type: text(one, "ParameterType"),
            initial: text(one, "DefaultValue"),
            isSecret: text(one, "NoEcho") === "true",
            description: text(one, "Description"),
            allowed: members(one, "ParameterConstraints/AllowedValues").map(value => value.textContent),
        })),
    };
}

export async function changeSets(name, signal) {
    const result = await query("cloudformation", "ListChangeSets", { StackName: name }, { signal });
    return members(result, "Summaries").map(one => ({
        id: text(one, "ChangeSetId"),
        name: text(one, "ChangeSetName"),
        status: text(one, "Status"),
        execution: text(one, "ExecutionStatus"),
        reason: text(one, "StatusReason"),
        created: text(one, "CreationTime"),
    }));
}

// With what stands before and after, where the server says it.
export async function changeSet(name, changeSetName, signal) {
    const asked = { StackName: name, ChangeSetName: changeSetName, IncludePropertyValues: "true" };
    const result = await query("cloudformation", "DescribeChangeSet", asked, { signal });
    const changes = members(result, "Changes");
    for (let token = text(result, "NextToken"); token;) {
        const more = await query("cloudformation", "DescribeChangeSet", { ...asked, NextToken: token }, { signal });
        changes.push(...members(more, "Changes"));
        token = text(more, "NextToken");
    }
    return {
        id: text(result, "ChangeSetId"),
        name: text(result, "ChangeSetName"),
        status: text(result, "Status"),
        execution: text(result, "ExecutionStatus"),
        reason: text(result, "StatusReason"),
        created: text(result, "CreationTime"),
        description: text(result, "Description"),
        parameters: pairs(result, "Parameters", "ParameterKey", "ParameterValue"),
        changes: changes.map(one => changeOf(at(one, "ResourceChange"))),
    };
}

function changeOf(one) {
    return {
        action: text(one, "Action"),
        policyAction: text(one, "PolicyAction"),
        logicalId: text(one, "LogicalResourceId"),
        physicalId: text(one, "PhysicalResourceId"),
        type: text(one, "ResourceType"),
        replacement: text(one, "Replacement"),
        before: text(one, "BeforeContext"),
        after: text(one, "AfterContext"),
        details: members(one, "Details").map(detail => ({
            path: text(detail, "Target/Path") ?? text(detail, "Target/Name") ?? text(detail, "Target/Attribute"),
            before: text(detail, "Target/BeforeValue"),
            after: text(detail, "Target/AfterValue"),
            recreation: text(detail, "Target/RequiresRecreation"),
        })),
    };
}

// Makes a change set: it changes nothing before it is executed.
export async function propose({ stackName, isNew, body, parameters, capabilities }) {
    const asked = {
        StackName: stackName,
        ChangeSetName: "console-" + Date.now(),
        ChangeSetType: isNew ? "CREATE" : "UPDATE",
        TemplateBody: body,
    };
    parameters.forEach(([name, value, isKept], i) => {
        asked[`Parameters.member.${i + 1}.ParameterKey`] = name;
        asked[`Parameters.member.${i + 1}.${isKept ? "UsePreviousValue" : "ParameterValue"}`] = isKept ? "true" : value;
    });
    capabilities.forEach((name, i) => {
        asked[`Capabilities.member.${i + 1}`] = name;
    });
    await query("cloudformation", "CreateChangeSet", asked);
    return asked.ChangeSetName;
}

export function execute(stackName, changeSetName) {
    return query("cloudformation", "ExecuteChangeSet", { StackName: stackName, ChangeSetName: changeSetName });
}

export function discard(stackName, changeSetName) {
    return query("cloudformation", "DeleteChangeSet", { StackName: stackName, ChangeSetName: changeSetName });
}

export function remove(stackName) {
    return query("cloudformation", "DeleteStack", { StackName: stackName });
}

export function isUnderWay(status) {
    return /_IN_PROGRESS$/.test(status ?? "") && status !== "REVIEW_IN_PROGRESS";
}

// What a change set is at, and its colour: "making", "failed", "waits", "atWork", "done", "undone" or "over".
export function standOf({ status, execution }) {
    if (/PENDING|IN_PROGRESS/.test(status)) {
        return { word: "making", kind: "warn" };
    }
    if (status === "FAILED") {
        return { word: "failed", kind: "bad" };
    }
    return {
        AVAILABLE: { word: "waits", kind: "warn" },
        EXECUTE_IN_PROGRESS: { word: "atWork", kind: "warn" },
        EXECUTE_COMPLETE: { word: "done", kind: "good" },
        EXECUTE_FAILED: { word: "undone", kind: "bad" },
    }[execution] ?? { word: "over", kind: "" };
}

export function kindOf(status) {
    if (/FAILED|ROLLBACK/.test(status ?? "")) {
        return "bad";
    }
    return isUnderWay(status) || status === "REVIEW_IN_PROGRESS" ? "warn" : /COMPLETE$/.test(status ?? "") ? "good" : "";
}
