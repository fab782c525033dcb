/// HTTP/1.1 on the wire: connections, heads, bodies and answers. Knows nothing of AWS's protocols.
@NullMarked
package io.hydrant.server.http1;

import org.jspecify.annotations.NullMarked;
