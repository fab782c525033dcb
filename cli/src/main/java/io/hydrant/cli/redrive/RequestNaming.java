package io.hydrant.cli.redrive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// What requests call themselves to Hydrant, so that each is taken once however often it is sent: a
/// name of the bucket, and a number of the object and the record in it that the request begins
/// with. They are made of what is sent and of nothing else, so that any machine makes the same. One
/// name for all objects, since a stream remembers a few hundred names: that of a sending that was
/// cut off shall not be forgotten for error objects.
///
/// @param producer the name
/// @param first the number of the object's first record; those of the others follow
record RequestNaming(String producer, long first) {
    /// Far more records than an error object has.
    private static final int BITS_FOR_RECORDS = 20;

    private static final int NAME_CHARACTERS = 24;

    static RequestNaming of(ErrorObject object, RedriveMark mark) {
        byte[] bucket = digest(object.address().bucket());
        byte[] name =
                digest(
                        String.join(
                                "\n",
                                object.address().bucket(),
                                object.address().key(),
                                object.etag(),
                                mark.selection().text(),
                                mark.again().map(Instant::toString).orElse("")));
        long number = ByteBuffer.wrap(name).getLong() & Long.MAX_VALUE;
        return new RequestNaming(
                "redrive-" + HexFormat.of().formatHex(bucket).substring(0, NAME_CHARACTERS),
                number >> BITS_FOR_RECORDS << BITS_FOR_RECORDS);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
