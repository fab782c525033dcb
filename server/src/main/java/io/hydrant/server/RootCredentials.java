package io.hydrant.server;

import io.hydrant.core.iam.Secret;

/// The account's root access key.
public record RootCredentials(String accessKeyId, Secret secretAccessKey) {}
