package io.hydrant.core.iam;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The handful of AWS's own managed policies (`arn:aws:iam::aws:policy/…`) that can be attached
/// here. All others are refused: attached but unknown, they would grant nothing in silence.
final class AwsManagedPolicies {
    private static final Instant CREATED = Instant.parse("2015-02-06T18:39:46Z");

    /// Of ReadOnlyAccess, what there is of it here: AWS's has hundreds of services more.
    private static final String[] READING = {
        "cloudformation:Describe*",
        "cloudformation:Detect*",
        "cloudformation:EstimateTemplateCost",
        "cloudformation:Get*",
        "cloudformation:List*",
        "cloudformation:ValidateTemplate",
        "cloudwatch:Describe*",
        "cloudwatch:Get*",
        "cloudwatch:List*",
        "ecr:Describe*",
        "ecr:Get*",
        "ecr:List*",
        "firehose:Describe*",
        "firehose:List*",
        "glue:Get*",
        "glue:List*",
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:Simulate*",
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "lambda:Get*",
        "lambda:List*",
        "logs:Describe*",
        "logs:FilterLogEvents",
        "logs:Get*",
        "logs:List*",
        "s3:Get*",
        "s3:List*",
        "ssm:Describe*",
        "ssm:Get*",
        "ssm:List*",
        "sts:GetAccessKeyInfo",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken"
    };

    private static final Map<String, ManagedPolicy> BY_ARN =
            Stream.of(
                            policy("AdministratorAccess", "*"),
                            policy("AmazonS3FullAccess", "s3:*", "s3-object-lambda:*"),
                            policy(
                                    "AmazonS3ReadOnlyAccess",
                                    "s3:Get*",
                                    "s3:List*",
                                    "s3:Describe*",
                                    "s3-object-lambda:Get*",
                                    "s3-object-lambda:List*"),
                            policy("AmazonKinesisFirehoseFullAccess", "firehose:*"),
                            policy(
                                    "AmazonKinesisFirehoseReadOnlyAccess",
                                    "firehose:Describe*",
                                    "firehose:List*"),
                            policy("AWSCloudFormationFullAccess", "cloudformation:*"),
                            policy(
                                    "AWSCloudFormationReadOnlyAccess",
                                    "cloudformation:Describe*",
                                    "cloudformation:EstimateTemplateCost",
                                    "cloudformation:Get*",
                                    "cloudformation:List*",
                                    "cloudformation:ValidateTemplate",
                                    "cloudformation:Detect*"),
                            policy("IAMFullAccess", "iam:*"),
                            policy(
                                    "IAMReadOnlyAccess",
                                    "iam:GenerateCredentialReport",
                                    "iam:GenerateServiceLastAccessedDetails",
                                    "iam:Get*",
                                    "iam:List*",
                                    "iam:SimulateCustomPolicy",
                                    "iam:SimulatePrincipalPolicy"),
                            policy("ReadOnlyAccess", READING))
                    .collect(Collectors.toUnmodifiableMap(ManagedPolicy::arn, Function.identity()));

    private AwsManagedPolicies() {}

    static Optional<ManagedPolicy> find(String arn) {
        return Optional.ofNullable(BY_ARN.get(arn));
    }

    static Collection<ManagedPolicy> all() {
        return BY_ARN.values();
    }

    private static ManagedPolicy policy(String name, String... actions) {
        String document =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%s],"Resource":"*"}]}\
                """
                        .formatted(
                                Stream.of(actions)
                                        .map(action -> '"' + action + '"')
                                        .collect(Collectors.joining(",")));
        // The same id at every start: made from the name.
        RandomGenerator fromName =
                RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
        return ManagedPolicy.of(
                new ManagedPolicy.Naming(
                        "arn:aws:iam::aws:policy/" + name,
                        name,
                        "/",
                        new UniqueIds("000000000000", fromName).principal("ANPA"),
                        Optional.empty(),
                        CREATED),
                document,
                List.of());
    }
}
