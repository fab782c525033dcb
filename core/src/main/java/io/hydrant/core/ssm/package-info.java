/// The parameter store of Systems Manager: parameters, their versions, labels and tags.
@NullMarked
package io.hydrant.core.ssm;

import org.jspecify.annotations.NullMarked;
