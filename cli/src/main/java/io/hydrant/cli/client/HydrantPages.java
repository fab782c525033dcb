package io.hydrant.cli.client;

import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Hydrant tells beyond AWS's own API, under `/_hydrant/`. Signed like a Firehose request.
public final class HydrantPages {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String STATUS = "/_hydrant/status";
    private static final String STREAMS = "`hydrant status` lists the streams that there are.";

    /// What a stream may be called: nothing that is written otherwise in an address.
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    /// What may be called so, but is no part of a path: it is taken out on the way.
    private static final Set<String> DOTS = Set.of(".", "..");

    /// Done, and begun.
    private static final Set<Integer> GOOD = Set.of(200, 202);

    private final CommandTarget target;
    private final SdkHttpClient http;

    HydrantPages(CommandTarget target, SdkHttpClient http) {
        this.target = target;
        this.http = http;
    }

    /// Every stream's buffer, backlog and deliveries.
    ///
    /// @throws IOException when the server does not answer, or is not a Hydrant
    public ServerStatus status() throws IOException {
        return ServerStatus.of(get(STATUS));
    }

    /// Of one stream alone, or of none when there is no such stream.
    ///
    /// @throws IOException when the server does not answer, or is not a Hydrant
    public ServerStatus status(String stream) throws IOException {
        return ServerStatus.of(
                call(
                        SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .putRawQueryParameter("stream", stream),
                        STATUS));
    }

    /// The same as it is after this call, also where another node delivers the stream.
    ///
    /// @throws CommandFailure when that node says nothing
    /// @throws IOException when the server does not answer, or is not a Hydrant
    public ServerStatus fresh(String stream) throws IOException {
        ServerStatus known = status(stream);
        boolean isShared = known.streams().stream().anyMatch(ServerStatus.Stream::isShared);
        return isShared
                ? ServerStatus.of(
                        call(
                                SdkHttpRequest.builder()
                                        .method(SdkHttpMethod.GET)
                                        .putRawQueryParameter("stream", stream)
                                        .putRawQueryParameter("fresh", "true"),
                                STATUS))
                : known;
    }

    /// Of so many streams, those first that need somebody or have most to do; however many there
    /// are, the answer is bounded.
    ///
    /// @throws IOException when the server does not answer, or is not a Hydrant
    public ServerStatus neediest(int limit) throws IOException {
        return ServerStatus.of(
                call(
                        SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .putRawQueryParameter("order", "need")
                                .putRawQueryParameter("limit", String.valueOf(limit)),
                        STATUS));
    }

    /// Has a stream deliver now what it holds.
    ///
    /// @throws CommandFailure when there is no such stream, or the key may not
    public void flush(String stream) throws IOException {
        if (!STREAM.matcher(stream).matches()) {
            throw new CommandFailure("There is no delivery stream " + stream + ".", STREAMS);
        }
        SdkHttpRequest.Builder call = SdkHttpRequest.builder().method(SdkHttpMethod.POST);
        if (DOTS.contains(stream)) {
            call(call.putRawQueryParameter("stream", stream), "/_hydrant/streams/flush");
        } else {
            call(call, "/_hydrant/streams/" + stream + "/flush");
        }
    }

    /// Begins a backup into a folder of the server's machine.
    ///
    /// @throws CommandFailure when the server refuses it
    public BackupState beginBackup(Path to) throws IOException {
        return new BackupState(
                call(
                        SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .putRawQueryParameter("to", to.toString()),
                        "/_hydrant/backup"));
    }

    /// How far the last backup is.
    public BackupState backup() throws IOException {
        return new BackupState(get("/_hydrant/backup"));
    }

    /// The S3 that the server has beside its own store; none of a server that tells of none.
    Optional<OtherS3> otherS3() {
        try {
            return OtherS3.of(get("/_hydrant/objects"));
        } catch (IOException | CommandFailure untold) {
            return Optional.empty();
        }
    }

    private JsonNode get(String path) throws IOException {
        return call(SdkHttpRequest.builder().method(SdkHttpMethod.GET), path);
    }

    private JsonNode call(SdkHttpRequest.Builder call, String path) throws IOException {
        URI endpoint = target.endpoint().orElseThrow();
        Map<String, List<String>> query = call.rawQueryParameters();
        SdkHttpRequest request = call.uri(endpoint.resolve(path)).rawQueryParameters(query).build();
        HttpExecuteResponse response =
                http.prepareRequest(HttpExecuteRequest.builder().request(signed(request)).build())
                        .call();
        int status = response.httpResponse().statusCode();
        try (InputStream body = response.responseBody().orElseThrow()) {
            byte[] bytes = body.readAllBytes();
            if (status == 400 || status == 403 && isOf("AccessDeniedException", bytes)) {
                throw new CommandFailure(
                        JSON.readTree(bytes).path("message").asString(),
                        isOf("ResourceNotFoundException", bytes) ? STREAMS : "");
            }
            if (status == 403) {
                throw new CommandFailure(
                        endpoint + " does not accept the key that signed.",
                        "`hydrant env --data DIR` prints the right one, for the data directory that the server was started with.");
            }
            if (status == 503 && isOf("ServiceUnavailable", bytes)) {
                throw new CommandFailure(JSON.readTree(bytes).path("message").asString(), "");
            }
            if (!GOOD.contains(status)) {
                throw new IOException(endpoint + path + " answered with status " + status);
            }
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException(endpoint + path + " did not answer with JSON", e);
        }
    }

    private static boolean isOf(String type, byte[] error) {
        return JSON.readTree(error).path("__type").asString("").equals(type);
    }

    private SdkHttpRequest signed(SdkHttpRequest request) {
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(toSign ->
                                toSign.identity(target.credentials().resolveCredentials())
                                        .request(request)
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "firehose")
                                        .putProperty(
                                                AwsV4HttpSigner.REGION_NAME, target.region().id()));
        return signed.request();
    }
}
