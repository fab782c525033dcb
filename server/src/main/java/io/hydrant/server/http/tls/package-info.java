/// Certificates: given, or made and kept by the server itself.
@NullMarked
package io.hydrant.server.http.tls;

import org.jspecify.annotations.NullMarked;
