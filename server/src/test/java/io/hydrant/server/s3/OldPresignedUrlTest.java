package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.s3.Wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// URLs that are presigned in the old way, whose signature covers only the parameters that it
/// knows.
class OldPresignedUrlTest {
    @TempDir Path folder;
    private RunningS3 server;
    private S3Client s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        server = new RunningS3(folder);
        s3 = server.client(RunningS3.ROOT);
        s3.createBucket(create -> create.bucket("films"));
        wire = new Wire(server.uri());
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        server.close();
    }

    @Test
    void noUrlIsTurnedIntoOneForSomethingElse() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "POST", "HEAD")) {
            String url = presigned(method, "/films");
            for (String resource :
                    List.of(
                            "publicAccessBlock",
                            "ownershipControls",
                            "policyStatus",
                            "attributes",
                            "analytics",
                            "intelligent-tiering",
                            "session",
                            "abac",
                            "metadataTable",
                            "versioning",
                            "policy",
                            "uploads",
                            "tagging",
                            "legal-hold",
                            "retention",
                            "renameObject",
                            "whatComesNext")) {
                for (String added : List.of(resource, resource + "=", resource + "=x")) {
                    Answer answer = wire.call(method, url + "&" + added, "");
                    assertThat(answer.status()).as("%s %s", method, added).isEqualTo(403);
                }
            }
        }
        assertThat(s3.listBuckets().buckets()).hasSize(1);
        assertThat(wire.call("DELETE", presigned("DELETE", "/films"), "").status()).isEqualTo(204);
    }

    @Test
    void whatOfAListingIsToldMayBeChosen() throws Exception {
        // botocore signs a slash behind the bucket that it does not send.
        for (String url :
                List.of(
                        presigned("GET", "/films"),
                        presigned("GET", "/films/").replace("/films/", "/films"))) {
            assertListed(url);
        }
    }

    private void assertListed(String url) {
        assertThat(wire.get(url + "&list-type=2&prefix=a&max-keys=5&x-id=ListObjectsV2").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsVerifiedIsWhatIsStored() throws Exception {
        String url = presigned("PUT", "/films/k", "text/plain") + "&content-type=text/plain";
        assertThat(wire.put(url, "x").status()).isEqualTo(200);
        Answer twice = wire.put(url + "&Content-Type=text/html", "x");
        assertThat(twice.status()).isBetween(400, 403);
        Answer other = wire.put(url, "x", "Content-Type", "text/html");
        assertThat(other.status()).isEqualTo(403);
        assertThat(s3.headObject(head -> head.bucket("films").key("k")).contentType())
                .isEqualTo("text/plain");
    }

    private static String presigned(String method, String path, String... contentType)
            throws GeneralSecurityException {
        long expires = System.currentTimeMillis() / 1000 + 60;
        String type = contentType.length == 0 ? "" : contentType[0];
        String text = method + "\n\n" + type + "\n" + expires + "\n" + path;
        Mac mac = Mac.getInstance("HmacSHA1");
        byte[] key = RunningS3.ROOT.secretAccessKey().getBytes(StandardCharsets.UTF_8);
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        String signature =
                Base64.getEncoder()
                        .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return path
                + "?AWSAccessKeyId="
                + RunningS3.ROOT.accessKeyId()
                + "&Expires="
                + expires
                + "&Signature="
                + Wire.encoded(signature);
    }
}
