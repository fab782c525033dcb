package io.hydrant.s3;

import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.WriterPermissions;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// As whom objects are put, and who decides whether they may be. Safe for use from many threads.
sealed interface Writers {
    /// @throws io.hydrant.core.objectstore.ObjectSink.ObjectSinkException when the writer may not
    /// @throws IOException when nobody answers who could say so
    AwsCredentialsProvider credentials(Draft draft) throws IOException;

    /// The store knows nothing of Hydrant's roles: Hydrant's own policies decide, and what they
    /// allow is put with Hydrant's own key.
    record OwnKey(WriterPermissions permissions, AwsCredentialsProvider own) implements Writers {
        @Override
        public AwsCredentialsProvider credentials(Draft draft) throws IOException {
            permissions.require(draft, ResourcePolicy.NONE);
            return own;
        }
    }

    /// AWS knows the roles, and decides.
    record Assumed(RoleCredentials roles) implements Writers {
        @Override
        public AwsCredentialsProvider credentials(Draft draft) throws IOException {
            return roles.of(draft.writer());
        }
    }
}
