/// Destinations as JSON: so requests bring them, so the catalog keeps them.
@NullMarked
package io.hydrant.core.stream.document;

import org.jspecify.annotations.NullMarked;
