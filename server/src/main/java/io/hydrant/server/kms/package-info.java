/// The operations of AWS KMS, in AWS JSON 1.1.
@NullMarked
package io.hydrant.server.kms;

import org.jspecify.annotations.NullMarked;
