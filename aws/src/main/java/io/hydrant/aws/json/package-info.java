/// AWS JSON 1.1: reading requests, the model's constraints and their texts.
@NullMarked
package io.hydrant.aws.json;

import org.jspecify.annotations.NullMarked;
