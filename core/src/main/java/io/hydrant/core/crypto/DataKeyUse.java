package io.hydrant.core.crypto;

import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.util.Map;

/// For whom a key is asked for, and for what.
///
/// @param principal whose permissions count
/// @param circumstances of the request that it is for; the service that asks is not in them yet
/// @param viaService the service that asks for it, as `kms:ViaService` has it:
///   `s3.us-east-1.amazonaws.com`
/// @param context the encryption context, which the key is bound to
public record DataKeyUse(
        Principal principal,
        Circumstances circumstances,
        String viaService,
        Map<String, String> context) {
    public DataKeyUse {
        context = Map.copyOf(context);
    }
}
