package io.hydrant.cli.table;

import java.util.List;

/// One row as it was read.
///
/// @param source the file's name as the caller gave it
/// @param line where the row begins, counted from 1
public record Row(String source, long line, List<String> fields) {}
