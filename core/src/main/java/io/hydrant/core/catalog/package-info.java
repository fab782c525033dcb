/// What exists, in a database.
@NullMarked
package io.hydrant.core.catalog;

import org.jspecify.annotations.NullMarked;
