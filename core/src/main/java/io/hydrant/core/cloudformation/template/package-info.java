/// Templates: their text, their parts, and what their functions come to. Pure.
@NullMarked
package io.hydrant.core.cloudformation.template;

import org.jspecify.annotations.NullMarked;
