/// The errors of streams, as events of the log groups that the streams name.
@NullMarked
package io.hydrant.core.errorlog;

import org.jspecify.annotations.NullMarked;
