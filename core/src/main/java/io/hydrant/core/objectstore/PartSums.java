package io.hydrant.core.objectstore;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Etag and checksum of an object made of parts, from those of the parts: nothing is read again.
record PartSums(Upload upload, List<Upload.Part> parts) {

    /// The MD5 of the parts' MD5s, and how many they are.
    String etag() {
        MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    ObjectChecksum checksum() {
        ChecksumAlgorithm algorithm = upload.algorithm();
        return switch (upload.type()) {
            case FULL_OBJECT ->
                    new ObjectChecksum(algorithm, ObjectChecksum.Type.FULL_OBJECT, encode(whole()));
            case COMPOSITE ->
                    new ObjectChecksum(
                            algorithm,
                            ObjectChecksum.Type.COMPOSITE,
                            encode(ofChecksums()) + "-" + parts.size());
        };
    }

    private byte[] whole() {
        byte[] sum = decode(parts.getFirst());
        for (Upload.Part part : parts.subList(1, parts.size())) {
            sum = upload.algorithm().combined(sum, decode(part), part.size());
        }
        return sum;
    }

    private byte[] ofChecksums() {
        ChecksumAlgorithm.Running running = upload.algorithm().start();
        for (Upload.Part part : parts) {
            byte[] value = decode(part);
            running.update(value, 0, value.length);
        }
        return running.value();
    }

    private static byte[] decode(Upload.Part part) {
        return Base64.getDecoder().decode(part.checksum());
    }

    private static String encode(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }
}
