package io.hydrant.jq;

import java.util.List;
import java.util.function.IntPredicate;

/// A regular expression, or a piece of one.
sealed interface RegexNode {
    record Nothing() implements RegexNode {}

    /// One code point, in any case if it is said so.
    record Letter(int codePoint, boolean anyCase) implements RegexNode {}

    record OneOf(IntPredicate set) implements RegexNode {}

    record Sequence(List<RegexNode> parts) implements RegexNode {}

    record Choice(List<RegexNode> parts) implements RegexNode {}

    record Group(int number, RegexNode body) implements RegexNode {}

    record Repeat(RegexNode body, int least, int most, Greed greed) implements RegexNode {
        /// As [Repeat#most]: no end.
        static final int ENDLESS = -1;
    }

    enum Greed {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /// A place, and nothing of the text.
    record Assert(Place place) implements RegexNode {}

    enum Place {
        TEXT_START,
        TEXT_END,
        TEXT_END_OR_LAST_LINE,
        LINE_START,
        LINE_END,
        WORD_BOUNDARY,
        NO_WORD_BOUNDARY,
        SEARCH_START
    }

    /// What follows or precedes, or does not.
    record Look(RegexNode body, boolean ahead, boolean negative) implements RegexNode {}

    /// The match begins here.
    record Keep() implements RegexNode {}

    record Atomic(RegexNode body) implements RegexNode {}

    /// What one of these groups has matched: the last of them that has.
    record Back(List<Integer> groups, boolean anyCase) implements RegexNode {}
}
