package io.hydrant.core.log;

/// What a request calls itself, so that its records are taken once however often it arrives: kept
/// in the log with them.
public sealed interface RequestName permits ClientToken, Invocation {}
