package io.hydrant.junit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A stream with its bucket and its role, made by a template. The requests are written here, since
/// the AWS SDK belongs to the tests, in the version that they choose; and they bear no signature,
/// which the server does not ask for.
final class StreamStack {
    private static final String TEMPLATE =
            """
            {"Resources": {
              "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "BUCKET"}},
              "Role": {"Type": "AWS::IAM::Role", "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                  "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
                "Policies": [{"PolicyName": "write", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject",
                    "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:PutObject"],
                   "Resource": ["arn:aws:s3:::BUCKET", "arn:aws:s3:::BUCKET/*"]}]}}]}},
              "Stream": {"Type": "AWS::KinesisFirehose::DeliveryStream", "DependsOn": "Bucket", "Properties": {
                "DeliveryStreamName": "STREAM",
                "ExtendedS3DestinationConfiguration": {
                  "BucketARN": "arn:aws:s3:::BUCKET",
                  "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]},
                  "BufferingHints": {"IntervalInSeconds": 0, "SizeInMBs": 1}}}}}}
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern STATUS = Pattern.compile("<StackStatus>([A-Z_]+)</StackStatus>");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String stream;

    StreamStack(URI endpoint, String stream) {
        if (!NAME.matcher(stream).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot name a stream and its bucket: use lower case letters, digits and hyphens, at most 50"
                            .formatted(stream));
        }
        this.endpoint = endpoint;
        this.stream = stream;
    }

    String create(String account) {
        String bucket = stream + "-" + account;
        String stack = "stream-" + stream;
        Map<String, String> request = new LinkedHashMap<>();
        request.put("Action", "CreateStack");
        request.put("Version", "2010-05-15");
        request.put("StackName", stack);
        request.put("Capabilities.member.1", "CAPABILITY_IAM");
        request.put("TemplateBody", TEMPLATE.replace("BUCKET", bucket).replace("STREAM", stream));
        call(request);
        long end = System.nanoTime() + PATIENCE.toNanos();
        String status = status(stack);
        while (status.equals("CREATE_IN_PROGRESS") && System.nanoTime() - end < 0) {
            status = status(stack);
        }
        if (!status.equals("CREATE_COMPLETE")) {
            throw new IllegalStateException(
                    "The stream %s was not made: its stack is %s. %s"
                            .formatted(stream, status, describe(stack)));
        }
        return bucket;
    }

    private String status(String stack) {
        Matcher status = STATUS.matcher(describe(stack));
        return status.find() ? status.group(1) : "unknown";
    }

    private String describe(String stack) {
        return call(
                Map.of("Action", "DescribeStacks", "Version", "2010-05-15", "StackName", stack));
    }

    private String call(Map<String, String> form) {
        String body =
                form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cloudformation/aws4_request,"
                                        + " SignedHeaders=host, Signature=0")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "The stream %s was not made: %s".formatted(stream, answer.body()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("The server does not answer at " + endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
