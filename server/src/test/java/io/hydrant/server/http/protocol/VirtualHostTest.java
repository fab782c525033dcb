package io.hydrant.server.http.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VirtualHostTest {
    private final VirtualHost localhost = new VirtualHost("localhost");

    @Test
    void aNameBeforeTheBaseDomainIsTheBucket() {
        assertThat(localhost.bucketOf("bucket.localhost")).isEqualTo("bucket");
        assertThat(localhost.bucketOf("my.bucket-1.localhost:4566")).isEqualTo("my.bucket-1");
        assertThat(localhost.bucketOf("BUCKET.localhost")).isEqualTo("bucket");
        assertThat(new VirtualHost("s3.example.com").bucketOf("b.s3.example.com")).isEqualTo("b");
        assertThat(localhost.bucketOf("b.s3.us-east-1.amazonaws.com")).isEqualTo("b");
        assertThat(localhost.bucketOf("b.s3.localhost:4566")).isEqualTo("b");
    }

    @Test
    void anAddressOfTheServiceNamesNoBucket() {
        for (String host :
                new String[] {
                    "localhost",
                    "localhost:4566",
                    "127.0.0.1:4566",
                    "[::1]:4566",
                    "[::1]",
                    "s3.localhost:4566",
                    "s3.us-east-1.amazonaws.com",
                    "example.com",
                    ""
                }) {
            assertThat(localhost.bucketOf(host)).as(host).isEmpty();
        }
    }
}
