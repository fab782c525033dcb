package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.S3Handler;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over which wires a customer's key may come.
class CustomerKeyWireTest {
    @ParameterizedTest
    @CsvSource({
        "true, 203.0.113.7, true",
        "false, 127.0.0.1, true",
        "false, ::1, true",
        "false, 0:0:0:0:0:0:0:1, true",
        "false, 203.0.113.7, false",
        "false, 10.0.0.1, false",
        "false, localhost, false",
        "false, , false",
    })
    void aKeyComesOverTlsOrFromTheSameMachine(boolean secure, String address, boolean isTaken) {
        S3Request request = request(secure, Optional.ofNullable(address));
        if (isTaken) {
            assertThat(CustomerKey.of(request)).isPresent();
        } else {
            assertThatThrownBy(() -> CustomerKey.of(request))
                    .hasMessageContaining("must be made over a secure connection.");
        }
    }

    private static S3Request request(boolean secure, Optional<String> address) {
        String name = "x-amz-server-side-encryption-customer-";
        RequestHead head =
                new RequestHead(
                        "GET",
                        "/films/k",
                        "",
                        new Headers(
                                Map.of(
                                        name + "algorithm",
                                        List.of("AES256"),
                                        name + "key",
                                        List.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
                                        name + "key-md5",
                                        List.of("KYvwGXoFFJ42a2u2GDWhwQ=="))));
        Circumstances circumstances =
                new Circumstances(
                        Instant.EPOCH,
                        secure,
                        "us-east-1",
                        address,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        Caller caller =
                new Caller(
                        new Principal.Root("000000000000"),
                        "",
                        "us-east-1",
                        "",
                        circumstances,
                        Optional.empty());
        return S3Request.of(
                new S3Handler.Request(
                        head,
                        "",
                        caller,
                        InputStream.nullInputStream(),
                        OptionalLong.empty(),
                        Map::of,
                        _ -> new byte[0]));
    }
}
