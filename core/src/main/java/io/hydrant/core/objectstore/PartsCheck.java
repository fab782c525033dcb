package io.hydrant.core.objectstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether the parts that a client lists are those that it uploaded, in order, and large enough.
record PartsCheck(Upload upload, List<Upload.Part> stored) {

    /// The stored parts in the order listed.
    ///
    /// @throws io.hydrant.aws.ServiceException InvalidPart, InvalidPartOrder, EntityTooSmall …
    List<Upload.Part> chosen(List<Uploads.Claimed> claimed) {
        if (claimed.isEmpty()) {
            throw S3Error.INVALID_REQUEST.because("You must specify at least one part");
        }
        Map<Integer, Upload.Part> byNumber =
                stored.stream().collect(Collectors.toMap(Upload.Part::number, Function.identity()));
        List<Upload.Part> chosen = new ArrayList<>();
        int before = 0;
        for (Uploads.Claimed claim : claimed) {
            if (claim.number() <= before) {
                throw S3Error.INVALID_PART_ORDER.refusal().with("UploadId", upload.id());
            }
            before = claim.number();
            chosen.add(matching(claim, byNumber.get(claim.number())));
        }
        checkSizes(chosen);
        return chosen;
    }

    private Upload.Part matching(
            Uploads.Claimed claim, Upload.@org.jspecify.annotations.Nullable Part part) {
        boolean differs =
                part == null
                        || !part.etag().equals(claim.etag().replace("\"", ""))
                        || claim.checksum()
                                .filter(value -> !value.equals(part.checksum()))
                                .isPresent();
        if (differs || part == null) {
            throw S3Error.INVALID_PART
                    .refusal()
                    .with("ETag", claim.etag())
                    .with("PartNumber", Integer.toString(claim.number()))
                    .with("UploadId", upload.id());
        }
        boolean mustRepeat =
                upload.checksum().isPresent() && upload.type() == ObjectChecksum.Type.COMPOSITE;
        if (mustRepeat && claim.checksum().isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The upload was created using a %s checksum. The complete request must include"
                            + " the checksum for each part. It was missing for part %d in the"
                            + " request.",
                    upload.algorithm().name().toLowerCase(java.util.Locale.ROOT), claim.number());
        }
        return part;
    }

    private static void checkSizes(List<Upload.Part> chosen) {
        for (Upload.Part part : chosen.subList(0, chosen.size() - 1)) {
            if (part.size() < Uploads.PART_BYTES_MIN) {
                throw S3Error.ENTITY_TOO_SMALL
                        .refusal()
                        .with("ETag", part.etag())
                        .with("MinSizeAllowed", Long.toString(Uploads.PART_BYTES_MIN))
                        .with("PartNumber", Integer.toString(part.number()))
                        .with("ProposedSize", Long.toString(part.size()));
            }
        }
    }
}
