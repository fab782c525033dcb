package io.hydrant.core.crypto;

import io.hydrant.core.iam.Secret;
import java.nio.file.Path;

/// Where a server's master key comes from.
public sealed interface MasterKeySource {
    /// A file in a folder of the server's own, which is made with the first use.
    record OwnFolder(Path folder) implements MasterKeySource {}

    /// A file that somebody else keeps: 32 bytes, as such, in base64 or in hexadecimal.
    record GivenFile(Path file) implements MasterKeySource {}

    /// A passphrase, out of which the key is made with a salt that the catalog keeps.
    record Passphrase(Secret phrase) implements MasterKeySource {}

    /// Nowhere: several servers share a catalog, and each would make another one.
    record Nowhere() implements MasterKeySource {}
}
