package io.hydrant.server.cloudformation;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// A server in a process of its own, whose heap is small. It stops when its input ends.
final class SmallHeap implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final URI endpoint;
    private final StaticCredentialsProvider credentials;

    SmallHeap(Path data, int mebibytes) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + mebibytes + "m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallHeap.class.getName(),
                                data.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] line = String.valueOf(out.readLine()).split(" ", -1);
        if (line.length < 3) {
            throw new IOException("The server did not start: " + String.join(" ", line));
        }
        endpoint = URI.create(line[0]);
        credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(line[1], line[2]));
    }

    public static void main(String[] args) throws IOException {
        try (Hydrant hydrant = Hydrant.start(ServerSettings.local(Path.of(args[0])))) {
            System.out.println(
                    hydrant.endpoint()
                            + " "
                            + hydrant.rootCredentials().accessKeyId()
                            + " "
                            + hydrant.rootCredentials().secretAccessKey().reveal());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// Requests are not repeated by the client.
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                        config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
                .credentialsProvider(credentials)
                .build();
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        out.close();
    }
}
