package io.hydrant.cli.follow;

import java.nio.file.Path;

/// How far a file has been sent.
///
/// @param file where it was seen last
/// @param offset behind the last row that is acknowledged
/// @param lines line feeds before that
record FilePlace(Path file, FileIdentity identity, long offset, long lines) {}
