package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.util.Map;
import java.util.Optional;

/// An AWS service that is not here. `AWS_ENDPOINT_URL` sends the calls of all services to this
/// server, so they are told.
///
/// @param signingName as in the credential scope; empty when nothing was signed
/// @param name for people
record UnservedService(String signingName, String name) {
    static final String SERVED =
            "Firehose, S3, IAM, STS, CloudFormation, CloudWatch Logs, Glue's databases and tables,"
                    + " Systems Manager's parameters, and what CloudWatch tells of Firehose";

    /// What a scope or a target may hold and a message may show.
    private static final int SHOWN_MAX = 60;

    /// Those whose signing names do not say it.
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("acm", "Certificate Manager"),
                    Map.entry("apigateway", "API Gateway"),
                    Map.entry("athena", "Athena"),
                    Map.entry("autoscaling", "Auto Scaling"),
                    Map.entry("cloudfront", "CloudFront"),
                    Map.entry("cognito-idp", "Cognito"),
                    Map.entry("dynamodb", "DynamoDB"),
                    Map.entry("ec2", "EC2"),
                    Map.entry("ecr", "ECR"),
                    Map.entry("ecs", "ECS"),
                    Map.entry("eks", "EKS"),
                    Map.entry("elasticloadbalancing", "Elastic Load Balancing"),
                    Map.entry("es", "OpenSearch Service"),
                    Map.entry("events", "EventBridge"),
                    Map.entry("kinesis", "Kinesis Data Streams"),
                    Map.entry("kms", "KMS"),
                    Map.entry("lambda", "Lambda"),
                    Map.entry("logs", "CloudWatch Logs"),
                    Map.entry("monitoring", "CloudWatch"),
                    Map.entry("rds", "RDS"),
                    Map.entry("redshift", "Redshift"),
                    Map.entry("route53", "Route 53"),
                    Map.entry("secretsmanager", "Secrets Manager"),
                    Map.entry("ses", "SES"),
                    Map.entry("sns", "SNS"),
                    Map.entry("sqs", "SQS"),
                    Map.entry("ssm", "Systems Manager"),
                    Map.entry("states", "Step Functions"));

    static UnservedService signedFor(String signingName) {
        return new UnservedService(
                signingName,
                Optional.ofNullable(NAMES.get(signingName)).orElse(shown(signingName)));
    }

    /// By what stands before the operation in `X-Amz-Target`.
    static UnservedService ofTarget(RequestHead head) {
        String target = head.headers().get("X-Amz-Target").orElse("");
        int dot = target.lastIndexOf('.');
        return new UnservedService("", shown(dot < 0 ? target : target.substring(0, dot)));
    }

    static String shown(String text) {
        String printable = text.replaceAll("[^A-Za-z0-9_.-]", "?");
        return printable.substring(0, Math.min(SHOWN_MAX, printable.length()));
    }

    String refusal() {
        return name.isEmpty()
                ? "This names no service; Hydrant serves " + SERVED + "."
                : "Hydrant does not serve " + name + "; it serves " + SERVED + ".";
    }
}
