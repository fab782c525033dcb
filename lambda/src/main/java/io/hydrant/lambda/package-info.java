/// Functions: what those that run here and those elsewhere have in common.
@NullMarked
package io.hydrant.lambda;

import org.jspecify.annotations.NullMarked;
