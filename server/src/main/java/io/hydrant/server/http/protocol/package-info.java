/// The protocols that share one port: routing, authentication, encoding of answers and errors.
@NullMarked
package io.hydrant.server.http.protocol;

import org.jspecify.annotations.NullMarked;
