/// Signatures: header and query SigV4, chunked payloads, query SigV2.
@NullMarked
package io.hydrant.aws.sigv4;

import org.jspecify.annotations.NullMarked;
