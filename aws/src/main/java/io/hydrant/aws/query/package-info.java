/// AWS Query: form parameters in, XML envelopes out.
@NullMarked
package io.hydrant.aws.query;

import org.jspecify.annotations.NullMarked;
