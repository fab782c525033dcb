package io.hydrant.server.iam;

import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.UserRename;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.ArrayList;
import java.util.List;

/// The operations of IAM. What is not here is answered as an unknown action.
public final class IamOperations {
    private IamOperations() {}

    public static List<QueryOperation> all(Iam iam, AccessKeys keys, Authorizer authorizer) {
        IamAccess permissions = new IamAccess(iam, authorizer);
        List<QueryOperation> operations = new ArrayList<>();
        for (Identity.Kind kind : Identity.Kind.values()) {
            operations.addAll(ofAll(kind, iam, permissions));
        }
        for (Identity.Kind kind : List.of(Identity.Kind.ROLE, Identity.Kind.USER)) {
            operations.addAll(ofEither(kind, iam, permissions));
        }
        operations.addAll(ofGroups(iam, permissions));
        operations.addAll(ofRoles(iam, permissions));
        operations.addAll(ofUsers(iam, keys, permissions));
        operations.addAll(ofPolicies(iam.managedPolicies(), permissions));
        operations.addAll(ofSimulations(iam, permissions));
        operations.add(new GetAccountSummary(iam, keys, permissions));
        operations.add(new ListAccountAliases(permissions));
        return List.copyOf(operations);
    }

    private static List<QueryOperation> ofAll(Identity.Kind kind, Iam iam, IamAccess permissions) {
        return List.of(
                new ListIdentities(kind, iam, permissions),
                new DeleteIdentity(kind, iam, permissions),
                new PutInlinePolicy(kind, iam, permissions),
                new GetInlinePolicy(kind, iam, permissions),
                new DeleteInlinePolicy(kind, iam, permissions),
                new ListInlinePolicies(kind, iam, permissions),
                new AttachPolicy(kind, iam, permissions),
                new DetachPolicy(kind, iam, permissions),
                new ListAttachedPolicies(kind, iam, permissions));
    }

    private static List<QueryOperation> ofEither(
            Identity.Kind kind, Iam iam, IamAccess permissions) {
        return List.of(
                new PutPermissionsBoundary(kind, iam, permissions),
                new DeletePermissionsBoundary(kind, iam, permissions),
                new TagIdentity(kind, iam, permissions),
                new UntagIdentity(kind, iam, permissions),
                new ListIdentityTags(kind, iam, permissions));
    }

    private static List<QueryOperation> ofGroups(Iam iam, IamAccess permissions) {
        Groups groups = new Groups(iam);
        return List.of(
                new CreateGroup(iam, groups, permissions),
                new GetGroup(iam, groups, permissions),
                new UpdateGroup(iam, groups, permissions),
                new AddUserToGroup(groups, permissions),
                new RemoveUserFromGroup(groups, permissions),
                new ListGroupsForUser(iam, groups, permissions));
    }

    private static List<QueryOperation> ofRoles(Iam iam, IamAccess permissions) {
        return List.of(
                new CreateRole(iam, permissions),
                new GetRole(iam, permissions),
                new UpdateRole(iam, permissions),
                new UpdateRoleDescription(iam, permissions),
                new UpdateAssumeRolePolicy(iam, permissions));
    }

    private static List<QueryOperation> ofUsers(Iam iam, AccessKeys keys, IamAccess permissions) {
        return List.of(
                new CreateUser(iam, permissions),
                new GetUser(iam, permissions),
                new UpdateUser(new UserRename(iam), permissions),
                new CreateAccessKey(iam, keys, permissions),
                new ListAccessKeys(iam, keys, permissions),
                new UpdateAccessKey(iam, keys, permissions),
                new DeleteAccessKey(iam, keys, permissions),
                new GetAccessKeyLastUsed(iam, keys, permissions));
    }

    private static List<QueryOperation> ofSimulations(Iam iam, IamAccess permissions) {
        return List.of(
                new SimulatePrincipalPolicy(iam, permissions),
                new SimulateCustomPolicy(iam, permissions),
                new GetContextKeysForPrincipalPolicy(iam, permissions),
                new GetContextKeysForCustomPolicy(iam, permissions));
    }

    private static List<QueryOperation> ofPolicies(
            ManagedPolicies policies, IamAccess permissions) {
        return List.of(
                new CreatePolicy(policies, permissions),
                new GetPolicy(policies, permissions),
                new ListPolicies(policies, permissions),
                new CreatePolicyVersion(policies, permissions),
                new GetPolicyVersion(policies, permissions),
                new ListPolicyVersions(policies, permissions),
                new SetDefaultPolicyVersion(policies, permissions),
                new DeletePolicyVersion(policies, permissions),
                new DeletePolicy(policies, permissions),
                new ListEntitiesForPolicy(policies, permissions),
                new TagPolicy(policies, permissions),
                new UntagPolicy(policies, permissions),
                new ListPolicyTags(policies, permissions));
    }
}
