/// The bytes of an object: records of the log, with their boundaries, through processors and a
/// format.
@NullMarked
package io.hydrant.core.delivery.body;

import org.jspecify.annotations.NullMarked;
