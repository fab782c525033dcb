package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Another name or path for a user. It stays the same identity, with its unique id: its keys and
/// sessions go on, and policies that name it follow, for they are kept by that id.
public final class UserRename {
    private final Iam iam;

    public UserRename(Iam iam) {
        this.iam = iam;
    }

    /// What is empty stays as it is.
    ///
    /// @throws ServiceException NoSuchEntity, or EntityAlreadyExists when the name is another's
    public Identity carryOut(String name, Optional<String> newName, Optional<String> newPath)
            throws IOException {
        return iam.changes.make(() -> {
            Identity user = iam.get(Identity.Kind.USER, name);
            Identity renamed =
                    user.withName(newName.orElse(user.name()), newPath.orElse(user.path()));
            checkFree(renamed);
            iam.store.write(rows(user, renamed));
            return renamed;
        });
    }

    /// What the user will be in its ARN, as far as it is there: `user/team/ana`.
    public String resource(String name, Optional<String> newName, Optional<String> newPath) {
        String path =
                newPath.or(() -> iam.find(Identity.Kind.USER, name).map(Identity::path))
                        .orElse("/");
        return "user" + path + newName.orElse(name);
    }

    private void checkFree(Identity renamed) {
        boolean taken =
                iam.find(Identity.Kind.USER, renamed.name())
                        .filter(other -> !other.id().equals(renamed.id()))
                        .isPresent();
        if (taken) {
            throw IamError.ENTITY_ALREADY_EXISTS.because(
                    "User with name %s already exists.", renamed.name());
        }
    }

    /// The old name goes last, so that the user is found at every moment.
    private List<IamStore.Row<?>> rows(Identity user, Identity renamed) {
        List<IamStore.Row<?>> rows = new ArrayList<>();
        rows.add(new IamStore.Row<>(iam.store.users, renamed.name(), Optional.of(renamed)));
        iam.store.keys.all().stream()
                .filter(key -> key.userName().equals(user.name()))
                .map(key -> key.of(renamed.name()))
                .forEach(key ->
                        rows.add(new IamStore.Row<>(iam.store.keys, key.id(), Optional.of(key))));
        if (!renamed.name().equalsIgnoreCase(user.name())) {
            rows.add(new IamStore.Row<>(iam.store.users, user.name(), Optional.empty()));
        }
        return rows;
    }
}
