/// Records of one stream: append, recover, read, trim, checkpoint.
@NullMarked
package io.hydrant.core.log;

import org.jspecify.annotations.NullMarked;
