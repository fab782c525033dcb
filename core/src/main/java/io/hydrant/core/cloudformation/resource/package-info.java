/// One class per resource type.
@NullMarked
package io.hydrant.core.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
