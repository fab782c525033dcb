package io.hydrant.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Outcome;
import io.hydrant.testing.S3Proxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Delivery into an S3 that others wrote.
class S3ProxySinkTest implements SinkContract {
    @TempDir static Path proxyFolder;
    private static S3Proxy proxy;

    @TempDir Path folder;
    private Policies policies;
    private RemoteS3 remote;
    private ObjectSink sink;

    @BeforeAll
    static void start() throws IOException {
        proxy = S3Proxy.start(proxyFolder);
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    @BeforeEach
    void open() throws IOException {
        policies = Policies.in(folder);
        remote = connect(proxy.endpoint(), S3Proxy.SECRET);
        sink = remote.sink(policies.permissions(), Drafts.ACCOUNT);
        try {
            remote.client().listObjectsV2(list -> list.bucket("films")).contents().stream()
                    .map(S3Object::key)
                    .forEach(
                            key -> remote.client().deleteObject(it -> it.bucket("films").key(key)));
        } catch (NoSuchBucketException first) {
            remote.client().createBucket(it -> it.bucket("films"));
        }
    }

    @AfterEach
    void close() throws IOException {
        remote.close();
        policies.close();
    }

    private static RemoteS3 connect(URI endpoint, String secret) throws IOException {
        return RemoteS3.open(
                RemoteS3Settings.at(endpoint)
                        .with(
                                new CredentialsPlace.Held(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create(S3Proxy.KEY, secret)))),
                "us-east-1");
    }

    @Override
    public ObjectSink sink() {
        return sink;
    }

    @Override
    public String stored(String key) {
        return remote.client().getObjectAsBytes(get -> get.bucket("films").key(key)).asUtf8String();
    }

    @Test
    void theBucketIsTriedOnceAndLeftAsItWas() throws IOException {
        sink.putIfAbsent(new Drafts().of("k", "x"));
        assertThat(keys()).containsExactly("k");
    }

    @Test
    void aWrongSecretIsSaidToBeOne() throws IOException {
        try (RemoteS3 wrong = connect(proxy.endpoint(), "wrong")) {
            ObjectSink denied = wrong.sink(policies.permissions(), Drafts.ACCOUNT);
            assertThatThrownBy(() -> denied.putIfAbsent(new Drafts().of("k", "x")))
                    .isInstanceOfSatisfying(
                            ObjectSinkException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("S3.AccessDenied"))
                    .hasMessageContaining("403");
        }
        assertThat(sink.putIfAbsent(new Drafts().of("k", "x"))).isInstanceOf(Outcome.Stored.class);
    }

    @Tag("long")
    @Test
    void anObjectOfTheLargestSizeGoesInOnePut() throws IOException {
        long bytes = 128L * 1024 * 1024;
        assertThat(sink.putIfAbsent(new Drafts().of("large", Drafts.large(bytes), false)))
                .isInstanceOf(Outcome.Stored.class);
        assertThat(remote.client().headObject(head -> head.bucket("films").key("large")))
                .satisfies(head -> assertThat(head.contentLength()).isEqualTo(bytes));
    }

    @Test
    void aCheckSaysLineByLineWhatIsAsItShouldBe() throws IOException {
        assertThat(BucketCheck.of(remote, "films", "movies/"))
                .hasSize(4)
                .allMatch(line -> line.weight() == BucketCheck.Weight.GOOD);
        assertThat(keys()).isEmpty();
        assertThat(BucketCheck.of(remote, "gone", ""))
                .singleElement()
                .satisfies(line -> assertThat(line.what()).isEqualTo("there is no bucket gone"));
        try (RemoteS3 wrong = connect(proxy.endpoint(), "wrong")) {
            assertThat(BucketCheck.of(wrong, "films", ""))
                    .anyMatch(line ->
                            line.weight() == BucketCheck.Weight.BAD
                                    && line.nextStep().contains("s3:PutObject"));
        }
    }

    private List<String> keys() {
        return remote.client().listObjectsV2(list -> list.bucket("films")).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
