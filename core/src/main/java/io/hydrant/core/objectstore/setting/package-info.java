/// Settings of a bucket that are documents: what each may hold, and how it is kept and shown.
@NullMarked
package io.hydrant.core.objectstore.setting;

import org.jspecify.annotations.NullMarked;
