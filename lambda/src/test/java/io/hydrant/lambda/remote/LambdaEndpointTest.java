package io.hydrant.lambda.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions behind the Invoke API: what is sent there, and what its answers mean.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LambdaEndpointTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:films";
    private static final byte[] NOTHING = {};

    @BeforeAll
    static void haveCredentials() {
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterAll
    static void haveNone() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void anInvocationIsTheOneOfTheApiAndSigned() throws Exception {
        try (StandIn lambda = StandIn.answering(200, "{\"ü\":1}".getBytes(UTF_8))) {
            assertThat(invoke(lambda, FUNCTION)).isEqualTo("{\"ü\":1}");
            StandIn.Seen seen = lambda.seen.getFirst();
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.uri()).isEqualTo("/2015-03-31/functions/films/invocations");
            assertThat(seen.body()).asString(UTF_8).isEqualTo("{\"é\":2}");
            assertThat(seen.headers().getFirst("X-Amz-Invocation-Type"))
                    .isEqualTo("RequestResponse");
            assertThat(seen.headers().getFirst("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                    .contains("/eu-west-1/lambda/aws4_request");
        }
    }

    @Test
    void aVersionOrAliasIsAskedFor() throws Exception {
        try (StandIn lambda = StandIn.answering(200, "{}".getBytes(UTF_8))) {
            invoke(lambda, FUNCTION + ":$LATEST");
            assertThat(lambda.seen.getFirst().uri())
                    .isEqualTo("/2015-03-31/functions/films/invocations?Qualifier=%24LATEST");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429,TooManyRequestsException,Lambda.InvokeLimitExceeded",
        "404,ResourceNotFoundException,Lambda.ResourceNotFound",
        "403,AccessDeniedException,Lambda.InvokeAccessDenied",
        "401,,Lambda.InvokeAccessDenied",
        "413,RequestTooLargeException,Lambda.RequestTooLarge",
        "400,InvalidRequestContentException,Lambda.ServiceException",
        "500,ServiceException,Lambda.ServiceException",
        "502,ENILimitReachedException,Lambda.ENILimitReachedException",
        "502,InvalidSubnetIDException,Lambda.InvalidSubnetIDException",
        "503,,Lambda.ServiceException",
        "504,,Lambda.RequestTimeout",
        "302,,Lambda.ServiceException",
    })
    void aRefusalHasTheCodeOfFirehose(int status, String type, String code) throws Exception {
        String[] headers =
                type == null
                        ? new String[0]
                        : new String[] {"X-Amzn-ErrorType", type + ":http://internal.amazon.com/"};
        try (StandIn lambda = StandIn.answering(status, "{}".getBytes(UTF_8), headers)) {
            assertCode(code, lambda.address(), FUNCTION);
        }
    }

    @Test
    void aFunctionsErrorIsOne() throws Exception {
        byte[] error =
                "{\"errorMessage\":\"no\\nyear\",\"errorType\":\"ValueError\"}".getBytes(UTF_8);
        try (StandIn lambda = StandIn.answering(200, error, "X-Amz-Function-Error", "Unhandled")) {
            assertCode("Lambda.FunctionError", lambda.address(), FUNCTION);
            assertThatThrownBy(() -> invoke(lambda, FUNCTION))
                    .hasMessageEndingWith("(ValueError: no year)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anAnswerHasSixMegabytesAtMost(int more) throws Exception {
        byte[] answer = new byte[Functions.PAYLOAD_MAX + more];
        try (StandIn lambda = StandIn.answering(200, answer)) {
            if (more == 0) {
                assertThat(invoke(lambda, FUNCTION)).hasSize(Functions.PAYLOAD_MAX);
            } else {
                assertCode("Lambda.FunctionError", lambda.address(), FUNCTION);
            }
        }
    }

    @Test
    void anAnswerWithoutAnEndIsNotKept() throws Exception {
        try (StandIn lambda =
                new StandIn(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] part = new byte[1 << 20];
                    while (true) {
                        exchange.getResponseBody().write(part);
                    }
                })) {
            assertCode("Lambda.FunctionError", lambda.address(), FUNCTION);
        }
    }

    @Test
    void whoeverIsNotThereIsAFailureOfTheConnection() throws Exception {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        assertCode("Lambda.ConnectionFailed", nobody, FUNCTION);
    }

    @Test
    void whoeverHangsUpIsAFailureOfTheConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (true) {
                            try (Socket socket = server.accept()) {
                                socket.getInputStream().read();
                            } catch (IOException e) {
                                return;
                            }
                        }
                    });
            assertCode(
                    "Lambda.ConnectionFailed",
                    URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    FUNCTION);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverDoesNotAnswerInTimeIsWaitedForNoLonger(boolean begins) throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (StandIn lambda =
                        new StandIn(exchange -> {
                            if (begins) {
                                exchange.sendResponseHeaders(200, 100);
                                exchange.getResponseBody().write('x');
                                exchange.getResponseBody().flush();
                            }
                            over.join();
                        });
                LambdaEndpoint endpoint =
                        LambdaEndpoint.at(
                                lambda.address(), Duration.ofMillis(700), InstantSource.system())) {
            assertThatThrownBy(() -> endpoint.invoke(call(FUNCTION)))
                    .isInstanceOfSatisfying(
                            NotInvokedException.class,
                            e -> assertThat(e.code()).isEqualTo("Lambda.RequestTimeout"));
            over.complete(null);
        }
    }

    @Test
    void theServersStopDecidesNothing() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        try (StandIn lambda =
                        new StandIn(exchange -> {
                            asked.complete(null);
                            over.join();
                        });
                LambdaEndpoint endpoint =
                        LambdaEndpoint.at(lambda.address(), InstantSource.system())) {
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    endpoint.invoke(call(FUNCTION));
                                } catch (NotInvokedException | InterruptedException e) {
                                    outcome.complete(e);
                                }
                            });
            asked.get(30, TimeUnit.SECONDS);
            caller.interrupt();
            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            over.complete(null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "films",
                "arn:aws:lambda:eu-west-1:123456789012:function:",
                "arn:aws:lambda:eu-west-1:123456789012:function:a/../b",
                "arn:aws:s3:::films"
            })
    void whatIsNoFunctionIsNotFound(String arn) throws Exception {
        try (StandIn lambda = StandIn.answering(200, NOTHING)) {
            assertCode("Lambda.ResourceNotFound", lambda.address(), arn);
            assertThat(lambda.seen).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"films", "ftp://127.0.0.1", "http:x", "file:///etc/passwd"})
    void anEndpointIsAUrlOfHttp(String address) {
        assertThatThrownBy(() -> LambdaEndpoint.at(URI.create(address), InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void awsIsAskedInTheRegionOfTheFunction() {
        assertThat(LambdaSignature.endpoint("eu-west-1"))
                .hasToString("https://lambda.eu-west-1.amazonaws.com");
        assertThat(LambdaSignature.endpoint("cn-north-1"))
                .hasToString("https://lambda.cn-north-1.amazonaws.com.cn");
    }

    private static void assertCode(String code, URI address, String function) {
        try (LambdaEndpoint endpoint = LambdaEndpoint.at(address, InstantSource.system())) {
            assertThatThrownBy(() -> endpoint.invoke(call(function)))
                    .isInstanceOfSatisfying(
                            NotInvokedException.class, e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    private static String invoke(StandIn lambda, String function) throws Exception {
        try (LambdaEndpoint endpoint =
                LambdaEndpoint.at(lambda.address(), InstantSource.system())) {
            return new String(endpoint.invoke(call(function)), UTF_8);
        }
    }

    private static Functions.Call call(String function) {
        return new Functions.Call(function, "role", "stream", "{\"é\":2}".getBytes(UTF_8));
    }
}
