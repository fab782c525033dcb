package io.hydrant.core.iam;

import java.time.Instant;

/// A user's long-term access key; the root's when the name is [AccessKeys#ROOT].
public record UserKey(String id, String secret, String userName, boolean active, Instant created) {
    UserKey withActive(boolean changed) {
        return new UserKey(id, secret, userName, changed, created);
    }

    UserKey of(String otherName) {
        return new UserKey(id, secret, otherName, active, created);
    }

    @Override
    public String toString() {
        return "UserKey[" + id + " of " + userName + "]";
    }
}
