package io.hydrant.server.http.protocol;

import io.hydrant.aws.RandomUuid;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/// The ids that every answer carries. They need to differ, not to be unguessable.
final class RequestIds {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private RequestIds() {}

    /// A random UUID, the request id of all services but S3.
    static String uuid() {
        return RandomUuid.next(ThreadLocalRandom.current()).toString();
    }

    /// Sixteen characters, S3's request id.
    static String ofS3() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(16);
        for (int i = 0; i < 16; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /// `x-amz-id-2`: 72 random bytes in base64 from Firehose, 56 from S3.
    static String extended(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
