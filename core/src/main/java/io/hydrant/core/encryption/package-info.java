/// The keys that streams' records are encrypted under: [StreamKeyring] asks for them, [StreamSeals]
/// has them at hand for a while.
@NullMarked
package io.hydrant.core.encryption;

import org.jspecify.annotations.NullMarked;
