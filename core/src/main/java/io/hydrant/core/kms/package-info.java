/// Keys that encrypt keys, as AWS KMS has them: who may use which, and ciphertexts that name their
/// key. No key is kept in clear: each lies in the catalog wrapped by the server's master key.
@NullMarked
package io.hydrant.core.kms;

import org.jspecify.annotations.NullMarked;
