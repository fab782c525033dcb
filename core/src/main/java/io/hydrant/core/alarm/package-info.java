/// Alarms of CloudWatch: what is looked at, what that comes to, and what was so before.
@NullMarked
package io.hydrant.core.alarm;

import org.jspecify.annotations.NullMarked;
