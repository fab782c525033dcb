package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.http.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Calls of services that are not here, as their clients make them.
class UnservedServiceTest {
    private static final String SENTENCE =
            "Hydrant does not serve %s; it serves Firehose, S3, IAM, STS, CloudFormation,"
                    + " CloudWatch Logs, Glue's databases and tables, Systems Manager's"
                    + " parameters, and what CloudWatch tells of"
                    + " Firehose.";

    @Test
    void awsJsonIsAnsweredInItsVersion() throws IOException {
        Answer sqs =
                ask(
                        "sqs",
                        "POST /",
                        "X-Amz-Target: AmazonSQS.ListQueues\n"
                                + "Content-Type: application/x-amz-json-1.0\n");
        assertThat(sqs.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(sqs.header("x-amzn-ErrorType")).isEqualTo("UnknownOperationException");
        assertThat(sqs.body())
                .isEqualTo(
                        "{\"__type\":\"UnknownOperationException\",\"message\":\"%s\"}"
                                .formatted(SENTENCE.formatted("SQS")));
        Answer logs =
                ask(
                        "logs",
                        "POST /",
                        "X-Amz-Target: Logs_20140328.DescribeLogGroups\n"
                                + "Content-Type: application/x-amz-json-1.1\n");
        assertThat(logs.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(logs.body()).contains(SENTENCE.formatted("CloudWatch Logs"));
    }

    @Test
    void queryAndEc2AreAnsweredInTheirXml() throws IOException {
        String form = "Content-Type: application/x-www-form-urlencoded\n";
        assertThat(ask("sns", "POST /", form).body())
                .startsWith(
                        "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code>"
                                + "<Message>"
                                + SENTENCE.formatted("SNS")
                                + "</Message></Error><RequestId>");
        assertThat(ask("ec2", "POST /", form).body())
                .startsWith(
                        "<Response><Errors><Error><Code>InvalidAction</Code><Message>"
                                + SENTENCE.formatted("EC2")
                                + "</Message></Error></Errors><RequestID>");
        assertThat(ask("sqs", "GET /?Action=ListQueues&Version=2012-11-05", "").body())
                .startsWith("<ErrorResponse><Error>");
    }

    @Test
    void restServicesAreAnsweredInTheirForm() throws IOException {
        Answer lambda = ask("lambda", "GET /2015-03-31/functions/", "");
        assertThat(lambda.header("Content-Type")).isEqualTo("application/json");
        assertThat(lambda.header("x-amzn-ErrorType")).isEqualTo("UnknownOperationException");
        assertThat(lambda.body()).contains("\"message\":\"" + SENTENCE.formatted("Lambda") + "\"");
        assertThat(ask("route53", "GET /2013-04-01/hostedzone", "").body())
                .startsWith("<ErrorResponse><Error><Type>Sender</Type>")
                .contains(SENTENCE.formatted("Route 53"));
    }

    @Test
    void cborIsAnsweredInCbor() throws IOException {
        Answer answer =
                ask(
                        "monitoring",
                        "POST /service/GraniteServiceVersion20100801/operation/ListMetrics",
                        "smithy-protocol: rpc-v2-cbor\nContent-Type: application/cbor\n");
        assertThat(answer.header("Content-Type")).isEqualTo("application/cbor");
        assertThat(answer.header("smithy-protocol")).isEqualTo("rpc-v2-cbor");
        assertThat(answer.body())
                .contains("__type", "UnknownOperationException", SENTENCE.formatted("CloudWatch"));
    }

    @Test
    void aServiceThatNobodyKnowsIsNamedAsItWasSignedFor() throws IOException {
        assertThat(ask("some-thing", "GET /x", "").body())
                .contains(SENTENCE.formatted("some-thing"));
        assertThat(ask("<b>\"" + "x".repeat(100), "GET /x", "").body())
                .contains("does not serve ?b??" + "x".repeat(56) + ";");
    }

    private static Answer ask(String service, String line, String headers) throws IOException {
        try (RunningListener listener = RunningListener.start();
                RawClient client = new RawClient(listener.port())) {
            client.send(
                    line
                            + " HTTP/1.1\n"
                            + "Host: localhost\n"
                            + "Authorization: AWS4-HMAC-SHA256 Credential="
                            + RunningListener.KEY_ID
                            + "/20260101/us-east-1/"
                            + service
                            + "/aws4_request, SignedHeaders=host, Signature=0\n"
                            + headers
                            + "Content-Length: 0\n\n");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            return answer;
        }
    }
}
