/// Firehose's requests about streams: their model, what AWS demands of them, and what they come to.
/// JSON ends here.
@NullMarked
package io.hydrant.core.stream.request;

import org.jspecify.annotations.NullMarked;
