/// One class per operation of AWS Glue's data catalog.
@NullMarked
package io.hydrant.server.glue;

import org.jspecify.annotations.NullMarked;
