package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.disk.DiskTroubleException;
import io.hydrant.core.objectstore.S3Error;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// What is answered and logged when the store's disk does not do what is asked of it. The same
/// trouble is logged once, however often clients try again. Safe for use from many threads.
final class StorageTroubles {
    private static final Logger LOG = System.getLogger(StorageTroubles.class.getName());

    /// How many damaged files are remembered as told; after that they are told again.
    private static final int TOLD_MAX = 1000;

    private final Set<Path> told = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isRefusing = new AtomicBoolean();

    /// The object cannot be had as it was stored; trying again does not help.
    ServiceException damaged(S3Request request, Path file, String finding) {
        if (told.size() >= TOLD_MAX) {
            told.clear();
        }
        if (told.add(file)) {
            LOG.log(
                    Level.ERROR,
                    "s3://%s/%s cannot be read: %s. It is answered with an error, never with other bytes. Put the file back from a copy, or store the object anew; `hydrant check` looks for more like it"
                            .formatted(request.bucketName(), request.key(), finding));
        }
        return S3Error.INTERNAL_ERROR.refusal();
    }

    /// Nothing was stored; it may be tried again later.
    ServiceException refused(S3Request request, DiskTroubleException trouble) {
        if (isRefusing.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "S3 refused %s of s3://%s/%s, and says so once until it works again: %s"
                            .formatted(
                                    request.method(),
                                    request.bucketName(),
                                    request.key(),
                                    trouble.getMessage()));
        }
        return S3Error.SERVICE_UNAVAILABLE.because("%s", String.valueOf(trouble.getMessage()));
    }

    /// A request was answered.
    void worked(S3Request request) {
        boolean writes = request.method().equals("PUT") || request.method().equals("POST");
        if (writes && isRefusing.get() && isRefusing.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "S3 stores again what is put");
        }
    }
}
