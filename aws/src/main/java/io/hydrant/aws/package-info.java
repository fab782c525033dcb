/// What all of AWS's interfaces share: ARNs, errors, request heads.
@NullMarked
package io.hydrant.aws;

import org.jspecify.annotations.NullMarked;
