package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether the parts that a client lists are those that it uploaded, in order, and large enough.
record PartsCheck(Upload upload, List<Upload.Part> stored) {

    /// The stored parts in the order listed.
    ///
    /// @throws ServiceException InvalidPart, InvalidPartOrder, EntityTooSmall …
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

    private Upload.Part matching(Uploads.Claimed claim, Upload.@Nullable Part part) {
        if (part == null || !part.etag().equals(claim.etag().replace("\"", ""))) {
            throw invalid(claim);
        }
        claim.checksums().forEach(said -> check(claim, said, part));
        boolean mustRepeat =
                upload.checksum().isPresent() && upload.type() == ObjectChecksum.Type.COMPOSITE;
        if (mustRepeat && claim.checksums().isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "The upload was created using a %s checksum. The complete request must include"
                            + " the checksum for each part. It was missing for part %d in the"
                            + " request.",
                    lower(upload.algorithm()), claim.number());
        }
        return part;
    }

    /// A part has the checksum of its upload, and the one that came with it.
    private void check(Uploads.Claimed claim, Upload.Sum said, Upload.Part part) {
        boolean ofUpload = said.algorithm() == upload.algorithm();
        boolean same =
                ofUpload
                        ? said.value().equals(part.checksum())
                        : part.announced().filter(said::equals).isPresent();
        if (same) {
            return;
        }
        if (ofUpload && upload.type() == ObjectChecksum.Type.FULL_OBJECT) {
            throw invalid(claim);
        }
        throw S3Error.BAD_DIGEST.because(
                "The %s you specified for part %d did not match what we received.",
                lower(said.algorithm()), claim.number());
    }

    private ServiceException invalid(Uploads.Claimed claim) {
        return S3Error.INVALID_PART
                .refusal()
                .with("ETag", claim.etag().replace("\"", ""))
                .with("PartNumber", Integer.toString(claim.number()))
                .with("UploadId", upload.id());
    }

    private static String lower(ChecksumAlgorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
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
