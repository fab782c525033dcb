package io.hydrant.aws;

/// The part of an HTTP request before its body, exactly as it came: `rawPath` and `rawQuery` are
/// neither decoded nor normalised (`rawQuery` is empty when there is none), because signatures are
/// made over these very characters.
public record RequestHead(String method, String rawPath, String rawQuery, Headers headers) {}
