package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.Arn;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamSchema;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Sts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleCheckTest {
    private static final String ACCOUNT = "000000000000";
    private static final Arn STREAM =
            Arn.parse("arn:aws:firehose:us-east-1:000000000000:deliverystream/orders");

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "firehose.amazonaws.com, sts:ExternalId,    000000000000, true",
        "firehose.amazonaws.com, sts:ExternalId,    111111111111, false",
        "firehose.amazonaws.com, aws:SourceAccount, 000000000000, true",
        "firehose.amazonaws.com, aws:SourceArn,     arn:aws:firehose:us-east-1:000000000000:deliverystream/orders, true",
        "firehose.amazonaws.com, aws:SourceArn,     arn:aws:firehose:us-east-1:000000000000:deliverystream/films, false",
        "firehose.amazonaws.com, aws:PrincipalServiceName, firehose.amazonaws.com, true",
        "firehose.amazonaws.com, aws:PrincipalServiceName, lambda.amazonaws.com, false",
        "firehose.amazonaws.com, aws:PrincipalIsAWSService, true, true",
        "firehose.amazonaws.com, aws:PrincipalIsAWSService, false, false",
        "lambda.amazonaws.com,   sts:ExternalId,    000000000000, false",
    })
    void theRolesTrustPolicyDecides(String service, String key, String value, boolean assumable)
            throws IOException {
        String trust =
                """
                {"Version": "2012-10-17", "Statement": [{"Sid": "", "Effect": "Allow",
                 "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole",
                 "Condition": {"StringEquals": {"%s": "%s"}}}]}
                """
                        .formatted(service, key, value);

        assertThat(canAssume(trust, "delivery")).isEqualTo(assumable);
    }

    @Test
    void aRoleThatIsNotThereCannotBeAssumed() throws IOException {
        String trust =
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
                """;

        assertThat(canAssume(trust, "delivery")).isTrue();
        assertThat(canAssume(trust, "another")).isFalse();
    }

    /// Whether the role of this name can be assumed when there is one called `delivery`.
    private boolean canAssume(String trust, String role) throws IOException {
        InstantSource clock = InstantSource.system();
        Path file = directory.resolve(role + trust.hashCode());
        try (Database catalog = TestCatalog.of(file, IamSchema.SCHEMA)) {
            Iam iam = new Iam(catalog, ACCOUNT, clock, new SplittableRandom(1));
            iam.createRole(
                    "delivery",
                    "/",
                    trust,
                    Optional.empty(),
                    Identity.SESSION_SECONDS_DEFAULT,
                    Optional.empty(),
                    List.of());
            Sts sts = new Sts(iam, new Authorizer(iam), "us-east-1", clock, false);
            return RoleCheck.by(RoleAssumer.by(sts))
                    .canAssume("arn:aws:iam::" + ACCOUNT + ":role/" + role, STREAM);
        }
    }
}
