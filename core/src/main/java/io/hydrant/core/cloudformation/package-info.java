/// Template, plan, provision.
@NullMarked
package io.hydrant.core.cloudformation;

import org.jspecify.annotations.NullMarked;
