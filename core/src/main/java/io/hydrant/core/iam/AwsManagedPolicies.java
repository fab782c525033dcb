package io.hydrant.core.iam;

import java.util.Map;
import java.util.Optional;

/// The handful of AWS's own managed policies (`arn:aws:iam::aws:policy/…`) that can be attached
/// here.
final class AwsManagedPolicies {
    static final String PREFIX = "arn:aws:iam::aws:policy/";

    private static final Map<String, String> ALLOWED =
            Map.of(
                    "AdministratorAccess", "\"*\"",
                    "AmazonS3FullAccess", "[\"s3:*\", \"s3-object-lambda:*\"]",
                    "AmazonS3ReadOnlyAccess",
                            "[\"s3:Get*\", \"s3:List*\", \"s3:Describe*\", \"s3-object-lambda:Get*\","
                                    + " \"s3-object-lambda:List*\"]",
                    "AmazonKinesisFirehoseFullAccess", "\"firehose:*\"",
                    "AmazonKinesisFirehoseReadOnlyAccess",
                            "[\"firehose:Describe*\", \"firehose:List*\"]",
                    "AWSCloudFormationFullAccess", "\"cloudformation:*\"",
                    "AWSCloudFormationReadOnlyAccess",
                            "[\"cloudformation:Describe*\", \"cloudformation:EstimateTemplateCost\","
                                    + " \"cloudformation:Get*\", \"cloudformation:List*\","
                                    + " \"cloudformation:ValidateTemplate\", \"cloudformation:Detect*\"]",
                    "IAMFullAccess", "\"iam:*\"",
                    "IAMReadOnlyAccess",
                            "[\"iam:GenerateCredentialReport\", \"iam:GenerateServiceLastAccessedDetails\","
                                    + " \"iam:Get*\", \"iam:List*\", \"iam:SimulateCustomPolicy\","
                                    + " \"iam:SimulatePrincipalPolicy\"]");

    private AwsManagedPolicies() {}

    static Optional<String> document(String arn) {
        if (!arn.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.ofNullable(ALLOWED.get(arn.substring(PREFIX.length())))
                .map(actions ->
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                                + actions
                                + ",\"Resource\":\"*\"}]}");
    }
}
