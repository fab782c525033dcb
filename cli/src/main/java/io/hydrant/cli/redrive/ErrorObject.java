package io.hydrant.cli.redrive;

import io.hydrant.cli.objects.S3Address;

/// An object that may hold records that failed, as it was when it was listed.
///
/// @param etag of its bytes
record ErrorObject(S3Address address, String etag, long storedBytes) {
    @Override
    public String toString() {
        return address.toString();
    }
}
