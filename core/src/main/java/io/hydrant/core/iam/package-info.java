/// Identities, policies, evaluation, STS sessions.
@NullMarked
package io.hydrant.core.iam;

import org.jspecify.annotations.NullMarked;
