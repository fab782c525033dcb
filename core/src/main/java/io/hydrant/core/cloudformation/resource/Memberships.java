package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import java.io.IOException;

/// Puts users into groups and takes them out, with the actor's permissions. Who is in a group
/// already, or out of it, needs none.
final class Memberships {
    private final Iam iam;
    private final Groups groups;
    private final Authority authority;

    Memberships(Iam iam, Authority authority) {
        this.iam = iam;
        this.groups = new Groups(iam);
        this.authority = authority;
    }

    void add(Actor actor, String group, String user) throws ResourceFailure, IOException {
        if (!isIn(group, user)) {
            authority.require(actor, "iam:AddUserToGroup", arn(group));
            groups.add(group, user);
        }
    }

    void remove(Actor actor, String group, String user) throws ResourceFailure, IOException {
        if (isIn(group, user)) {
            authority.require(actor, "iam:RemoveUserFromGroup", arn(group));
            groups.remove(group, user);
        }
    }

    boolean isIn(String group, String user) {
        return iam.find(Identity.Kind.USER, user)
                .map(found -> found.groups().stream().anyMatch(group::equalsIgnoreCase))
                .orElse(false);
    }

    private String arn(String group) {
        return iam.find(Identity.Kind.GROUP, group)
                .map(found -> found.arn(iam.account()))
                .orElse("arn:aws:iam::" + iam.account() + ":group/" + group);
    }
}
