package io.hydrant.core.objectstore;

/// That a blob's bytes are encrypted, and under which key. It is part of what the blob says of
/// itself: without it the bytes cannot be read, by nobody.
///
/// @param key wrapped by the master key, base64; empty when it is made of the [ObjectSecret] of the
///   object, which is not here
/// @param size of the bytes before they were encrypted
public record BlobSeal(String key, long size) {}
