/// An S3 that is not the embedded store: AWS's, or another's. Nothing of it is loaded by a server
/// that was started without one.
@NullMarked
package io.hydrant.s3;

import org.jspecify.annotations.NullMarked;
