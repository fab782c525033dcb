/// What CloudWatch Logs keeps: log groups, their streams and their events, in a file of bounded
/// size.
@NullMarked
package io.hydrant.core.logevents;

import org.jspecify.annotations.NullMarked;
