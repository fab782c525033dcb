/// Where objects are kept: the embedded S3 store.
@NullMarked
package io.hydrant.core.objectstore;

import org.jspecify.annotations.NullMarked;
