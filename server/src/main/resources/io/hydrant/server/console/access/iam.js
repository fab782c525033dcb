import { query } from "../aws.js";
import { at, members, text } from "../xml.js";

// What the pages of access ask of IAM.

const KINDS = { user: "User", role: "Role" };

function ask(operation, parameters, signal) {
    return query("iam", operation, parameters, { signal });
}

// Policies come percent-encoded.
function document(element, path) {
    const encoded = text(element, path);
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
}

function identityOf(element, kind) {
    const boundary = text(element, "PermissionsBoundary/PermissionsBoundaryArn");
    return {
        kind,
        name: text(element, KINDS[kind] + "Name"),
        id: text(element, KINDS[kind] + "Id"),
        arn: text(element, "Arn"),
        path: text(element, "Path"),
        created: text(element, "CreateDate"),
        description: text(element, "Description"),
        trust: document(element, "AssumeRolePolicyDocument"),
        boundary,
        tags: members(element, "Tags").map(one => [text(one, "Key"), text(one, "Value") ?? ""]),
    };
}

// A page of users or roles: { items, next }.
export async function identities(kind, marker, signal) {
    const result = await ask("List" + KINDS[kind] + "s", marker ? { Marker: marker } : {}, signal);
    return { items: members(result, KINDS[kind] + "s").map(one => identityOf(one, kind)), next: text(result, "Marker") };
}

// A page of the account's own managed policies, or of AWS's.
export async function policies(scope, marker, signal) {
    const result = await ask("ListPolicies", { Scope: scope, ...(marker && { Marker: marker }) }, signal);
    return { items: members(result, "Policies").map(policyOf), next: text(result, "Marker") };
}

function policyOf(one) {
    return {
        name: text(one, "PolicyName"),
        arn: text(one, "Arn"),
        version: text(one, "DefaultVersionId"),
        attached: Number(text(one, "AttachmentCount") ?? 0),
        description: text(one, "Description"),
        updated: text(one, "UpdateDate"),
    };
}

export async function identity(kind, name, signal) {
    const result = await ask("Get" + KINDS[kind], { [KINDS[kind] + "Name"]: name }, signal);
    return identityOf(at(result, KINDS[kind]), kind);
}

// `trust` is a role's only.
export async function createPrincipal(kind, name, trust) {
    await ask("Create" + KINDS[kind], {
        [KINDS[kind] + "Name"]: name, ...(kind === "role" && { AssumeRolePolicyDocument: trust }) });
}

export async function putPolicy(kind, name, policyName, document) {
    await ask(`Put${KINDS[kind]}Policy`, { [KINDS[kind] + "Name"]: name, PolicyName: policyName, PolicyDocument: document });
}

// Its secret is told this once.
export async function createKey(name) {
    const result = await ask("CreateAccessKey", { UserName: name });
    return { id: text(result, "AccessKey/AccessKeyId"), secret: text(result, "AccessKey/SecretAccessKey") };
}

// All of an identity's policies, with their texts as they are stored: { name, arn, text, isInline }.
export async function policiesOf(kind, name, signal) {
    const who = { [KINDS[kind] + "Name"]: name };
    const inline = await all(`List${KINDS[kind]}Policies`, who, "PolicyNames", one => one.textContent, signal);
    const attached = await all(`ListAttached${KINDS[kind]}Policies`, who, "AttachedPolicies",
        one => ({ name: text(one, "PolicyName"), arn: text(one, "PolicyArn") }), signal);
    return [
        ...await Promise.all(inline.map(async policy => ({
            name: policy,
            isInline: true,
            text: document(await ask(`Get${KINDS[kind]}Policy`, { ...who, PolicyName: policy }, signal), "PolicyDocument"),
        }))),
        ...await Promise.all(attached.map(async one => ({ ...one, isInline: false, text: await managedText(one.arn, signal) }))),
    ];
}

async function all(operation, parameters, list, read, signal) {
    const found = [];
    let marker;
    do {
        const result = await ask(operation, { ...parameters, ...(marker && { Marker: marker }) }, signal);
        found.push(...members(result, list).map(read));
        marker = text(result, "Marker");
    } while (marker);
    return found;
}

export async function policy(arn, signal) {
    return policyOf(at(await ask("GetPolicy", { PolicyArn: arn }, signal), "Policy"));
}

export async function managedText(arn, signal) {
    const { version } = await policy(arn, signal);
    return versionText(arn, version, signal);
}

export async function versionText(arn, version, signal) {
    return document(await ask("GetPolicyVersion", { PolicyArn: arn, VersionId: version }, signal), "PolicyVersion/Document");
}

export function versionsOf(arn, signal) {
    return all("ListPolicyVersions", { PolicyArn: arn }, "Versions", one => ({
        id: text(one, "VersionId"),
        isDefault: text(one, "IsDefaultVersion") === "true",
        created: text(one, "CreateDate"),
    }), signal);
}

export async function attachedTo(arn, signal) {
    const result = await ask("ListEntitiesForPolicy", { PolicyArn: arn }, signal);
    return [
        ...members(result, "PolicyUsers").map(one => ({ kind: "user", name: text(one, "UserName") })),
        ...members(result, "PolicyRoles").map(one => ({ kind: "role", name: text(one, "RoleName") })),
    ];
}

// A user's keys, with when each was last used as far as that is known.
export async function keysOf(name, signal) {
    const keys = await all("ListAccessKeys", { UserName: name }, "AccessKeyMetadata", one => ({
        id: text(one, "AccessKeyId"),
        isActive: text(one, "Status") === "Active",
        created: text(one, "CreateDate"),
    }), signal);
    return Promise.all(keys.map(async key => {
        const used = await ask("GetAccessKeyLastUsed", { AccessKeyId: key.id }, signal).catch(trouble => {
            if (trouble.denied) {
                return undefined;
            }
            throw trouble;
        });
        return { ...key, used: used && text(used, "AccessKeyLastUsed/LastUsedDate") };
    }));
}

// What the policies of a user or role say to actions on resources: the answer's results, one each.
export async function simulate({ source, actions, resources, context, resourcePolicy }, signal) {
    const asked = { PolicySourceArn: source, MaxItems: 100 };
    actions.forEach((action, i) => {
        asked[`ActionNames.member.${i + 1}`] = action;
    });
    resources.forEach((resource, i) => {
        asked[`ResourceArns.member.${i + 1}`] = resource;
    });
    Object.entries(context).filter(([, value]) => value !== "").forEach(([key, value], i) => {
        asked[`ContextEntries.member.${i + 1}.ContextKeyName`] = key;
        asked[`ContextEntries.member.${i + 1}.ContextKeyType`] = "string";
        asked[`ContextEntries.member.${i + 1}.ContextKeyValues.member.1`] = value;
    });
    if (resourcePolicy) {
        asked.ResourcePolicy = resourcePolicy;
    }
    const result = await ask("SimulatePrincipalPolicy", asked, signal);
    return {
        isCut: text(result, "IsTruncated") === "true",
        results: members(result, "EvaluationResults").map(one => ({
            action: text(one, "EvalActionName"),
            resource: text(one, "EvalResourceName"),
            decision: text(one, "EvalDecision"),
            missing: members(one, "MissingContextValues").map(key => key.textContent),
            byBoundary: text(one, "PermissionsBoundaryDecisionDetail/AllowedByPermissionsBoundary"),
            statements: members(one, "MatchedStatements").map(statement => ({
                policy: text(statement, "SourcePolicyId"),
                type: text(statement, "SourcePolicyType"),
                start: position(statement, "StartPosition"),
                end: position(statement, "EndPosition"),
            })),
        })),
    };
}

function position(statement, name) {
    return { line: Number(text(statement, name + "/Line")), column: Number(text(statement, name + "/Column")) };
}

// The ARN's kind and name, for those that have a page here.
export function kindOfArn(arn) {
    const found = /^arn:aws:iam::\d{12}:(user|role)\/(?:.+\/)?([^/]+)$/.exec(arn);
    return found ? { kind: found[1], name: found[2] } : undefined;
}
