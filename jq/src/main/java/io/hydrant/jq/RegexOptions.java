package io.hydrant.jq;

/// What `(?imsx)` switches.
///
/// @param dotAll whether a dot is a line's end too
/// @param lines whether `^` and `$` are at every line
/// @param extended whether white space and comments are passed over
record RegexOptions(boolean anyCase, boolean dotAll, boolean lines, boolean extended) {
    RegexOptions with(int letter, boolean on) {
        return new RegexOptions(
                letter == 'i' ? on : anyCase,
                letter == 's' ? on : dotAll,
                letter == 'm' ? on : lines,
                letter == 'x' ? on : extended);
    }
}
