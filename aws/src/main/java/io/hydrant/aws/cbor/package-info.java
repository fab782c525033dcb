/// CBOR (RFC 8949), as far as AWS's clients speak it.
@NullMarked
package io.hydrant.aws.cbor;

import org.jspecify.annotations.NullMarked;
