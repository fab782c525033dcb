package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who is in which group. What a group may do, each of its users may. A user is kept with the names
/// of its groups, so that deciding about its requests looks nothing up; a group that gets another
/// name takes its users along. Safe for use from many threads.
public final class Groups {
    /// AWS's quotas: how many groups a user may be in, and an account may have.
    public static final int PER_USER_MAX = 10;

    public static final int PER_ACCOUNT_MAX = 300;

    private final Iam iam;

    public Groups(Iam iam) {
        this.iam = iam;
    }

    /// @throws ServiceException EntityAlreadyExists, LimitExceeded
    public Identity create(String name, String path) throws IOException {
        return create(name, path, iam.newId(Identity.Kind.GROUP));
    }

    /// With a unique id from [Iam#newId], so that the caller knows this very group again.
    ///
    /// @throws ServiceException EntityAlreadyExists, LimitExceeded
    public Identity create(String name, String path, String id) throws IOException {
        if (iam.all(Identity.Kind.GROUP).size() >= PER_ACCOUNT_MAX) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Cannot exceed quota for GroupsPerAccount: %d", PER_ACCOUNT_MAX);
        }
        return iam.create(
                new Iam.NewIdentity(
                        Identity.Kind.GROUP,
                        name,
                        path,
                        Optional.empty(),
                        List.of(),
                        Optional.empty()),
                id);
    }

    /// Adding who is in it changes nothing.
    ///
    /// @throws ServiceException NoSuchEntity, LimitExceeded
    public void add(String groupName, String userName) throws IOException {
        iam.changes.carryOut(() -> {
            String group = iam.get(Identity.Kind.GROUP, groupName).name();
            Identity user = iam.get(Identity.Kind.USER, userName);
            if (user.groups().contains(group)) {
                return;
            }
            if (user.groups().size() >= PER_USER_MAX) {
                throw IamError.LIMIT_EXCEEDED.because(
                        "Cannot exceed quota for GroupsPerUser: %d", PER_USER_MAX);
            }
            List<String> groups = new ArrayList<>(user.groups());
            groups.add(group);
            iam.store.users.put(user.name(), user.withGroups(groups));
        });
    }

    /// Removing who is not in it changes nothing.
    ///
    /// @throws ServiceException NoSuchEntity when there is no such group or user
    public void remove(String groupName, String userName) throws IOException {
        iam.changes.carryOut(() -> {
            String group = iam.get(Identity.Kind.GROUP, groupName).name();
            Identity user = iam.get(Identity.Kind.USER, userName);
            if (user.groups().contains(group)) {
                iam.store.users.put(user.name(), user.withGroups(without(user.groups(), group)));
            }
        });
    }

    private static List<String> without(List<String> groups, String name) {
        return groups.stream().filter(group -> !group.equals(name)).toList();
    }

    /// In order of their names.
    ///
    /// @throws ServiceException NoSuchEntity
    public List<Identity> users(String groupName) {
        return usersOf(iam, iam.get(Identity.Kind.GROUP, groupName));
    }

    private static List<Identity> usersOf(Iam iam, Identity group) {
        return iam.all(Identity.Kind.USER).stream()
                .filter(user -> user.groups().contains(group.name()))
                .toList();
    }

    /// Those that a user is in.
    ///
    /// @throws ServiceException NoSuchEntity
    public Collection<Identity> of(String userName) {
        return iam.get(Identity.Kind.USER, userName).groups().stream()
                .map(group -> iam.find(Identity.Kind.GROUP, group))
                .flatMap(Optional::stream)
                .toList();
    }

    /// Gives a group another name or path; what is empty stays as it is.
    ///
    /// @throws ServiceException NoSuchEntity, or EntityAlreadyExists when the name is another's
    public void update(String name, Optional<String> newName, Optional<String> newPath)
            throws IOException {
        iam.changes.carryOut(() -> {
            Identity group = iam.get(Identity.Kind.GROUP, name);
            Identity renamed =
                    group.withName(newName.orElse(group.name()), newPath.orElse(group.path()));
            boolean isTaken =
                    iam.find(Identity.Kind.GROUP, renamed.name())
                            .filter(other -> !other.id().equals(renamed.id()))
                            .isPresent();
            if (isTaken) {
                throw IamError.ENTITY_ALREADY_EXISTS.because(
                        "Group with name %s already exists.", renamed.name());
            }
            iam.store.write(rows(group, renamed));
        });
    }

    private List<IamStore.Row<?>> rows(Identity group, Identity renamed) {
        List<IamStore.Row<?>> rows = new ArrayList<>();
        rows.add(new IamStore.Row<>(iam.store.groups, renamed.name(), Optional.of(renamed)));
        for (Identity user : usersOf(iam, group)) {
            List<String> names =
                    user.groups().stream()
                            .map(one -> one.equals(group.name()) ? renamed.name() : one)
                            .toList();
            rows.add(
                    new IamStore.Row<>(
                            iam.store.users, user.name(), Optional.of(user.withGroups(names))));
        }
        if (!renamed.name().equalsIgnoreCase(group.name())) {
            rows.add(new IamStore.Row<>(iam.store.groups, group.name(), Optional.empty()));
        }
        return rows;
    }

    /// @throws ServiceException DeleteConflict while users are in it
    static void refuseUnlessEmpty(Iam iam, Identity group) {
        if (!usersOf(iam, group).isEmpty()) {
            throw hasUsers();
        }
    }

    /// @throws ServiceException DeleteConflict while the user is in a group
    static void refuseUnlessOut(Identity user) {
        if (!user.groups().isEmpty()) {
            throw hasUsers();
        }
    }

    private static ServiceException hasUsers() {
        return IamError.DELETE_CONFLICT.because(
                "Cannot delete entity, must remove users from group first.");
    }
}
