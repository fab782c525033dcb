package io.hydrant.s3;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

/// The credentials of streams' roles, which are assumed with Hydrant's own key, and anew shortly
/// before they run out. Safe for use from many threads.
final class RoleCredentials {
    /// Those of roles that were used longest ago are asked for again.
    private static final int ROLES_MAX = 256;

    private final StsClient sts;
    private final Region region;
    private final String externalId;

    /// Guarded by itself.
    private final Map<String, StsAssumeRoleCredentialsProvider> byRole =
            new LinkedHashMap<>(16, 0.75f, true);

    /// @param externalId as Firehose has it: the account's id
    RoleCredentials(StsClient sts, Region region, String externalId) {
        this.sts = sts;
        this.region = region;
        this.externalId = externalId;
    }

    AwsCredentialsProvider of(Principal writer) throws IOException {
        if (!(writer instanceof Principal.RoleSession session)) {
            throw new ObjectSinkException("S3.AccessDenied", writer.arn() + " is no role");
        }
        String roleArn = arn(session);
        AwsCredentialsProvider provider = provider(roleArn, session.sessionName());
        try {
            provider.resolveCredentials();
            return provider;
        } catch (StsException e) {
            if (e.statusCode() / 100 == 4 && !e.isThrottlingException()) {
                throw new ObjectSinkException(
                        "S3.AccessDenied",
                        "the key of this server may not assume %s: %s"
                                .formatted(roleArn, Refusals.words(e, "STS")));
            }
            throw new IOException("could not assume " + roleArn + ": " + Refusals.words(e, "STS"));
        } catch (SdkException e) {
            throw new IOException("could not assume " + roleArn + ": " + Refusals.words(e), e);
        }
    }

    /// In the partition of the region: China's roles have another.
    private String arn(Principal.RoleSession session) {
        PartitionMetadata partition = PartitionMetadata.of(region);
        return "arn:%s:iam::%s:role%s%s"
                .formatted(
                        partition.id(), session.account(), session.rolePath(), session.roleName());
    }

    private AwsCredentialsProvider provider(String roleArn, String sessionName) {
        synchronized (byRole) {
            StsAssumeRoleCredentialsProvider provider =
                    byRole.computeIfAbsent(roleArn, role -> assuming(role, sessionName));
            if (byRole.size() > ROLES_MAX) {
                byRole.remove(byRole.keySet().iterator().next());
            }
            return provider;
        }
    }

    private StsAssumeRoleCredentialsProvider assuming(String roleArn, String sessionName) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .asyncCredentialUpdateEnabled(false)
                .refreshRequest(request ->
                        request.roleArn(roleArn)
                                .roleSessionName(sessionName)
                                .externalId(externalId))
                .build();
    }
}
