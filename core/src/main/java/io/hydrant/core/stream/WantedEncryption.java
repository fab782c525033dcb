package io.hydrant.core.stream;

import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.util.Optional;

/// What somebody asks a stream to be encrypted with.
///
/// @param keyArn of a key of the customer's; empty for the server's own
/// @param principal whose permissions for the key count
public record WantedEncryption(
        Optional<String> keyArn, Principal principal, Circumstances circumstances) {}
