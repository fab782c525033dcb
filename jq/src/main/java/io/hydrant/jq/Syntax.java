package io.hydrant.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program as it was written.
sealed interface Syntax {
    record Identity() implements Syntax {}

    record Literal(JqValue value) implements Syntax {}

    /// `TARGET[KEY]` and `TARGET.KEY`.
    record Index(Syntax target, Syntax key, boolean optional) implements Syntax {}

    /// `TARGET[FROM:TO]`.
    record Slice(Syntax target, @Nullable Syntax from, @Nullable Syntax to, boolean optional)
            implements Syntax {}

    /// `TARGET[]`.
    record Iterate(Syntax target, boolean optional) implements Syntax {}

    /// A string with programs in it, whose values the format makes text of.
    record Text(String format, List<Syntax> parts) implements Syntax {}

    record Format(String name, int position) implements Syntax {}

    record ArrayOf(Syntax items) implements Syntax {}

    record ObjectOf(List<Member> members) implements Syntax {}

    /// A member of an object.
    record Member(Syntax key, Syntax value) {}

    record Variable(String name, int position) implements Syntax {}

    record Call(String name, List<Syntax> arguments, int position) implements Syntax {}

    record Negation(Syntax operand) implements Syntax {}

    /// Two values and what is made of them, `+` or `<=`.
    record Operation(String operator, Syntax left, Syntax right) implements Syntax {}

    record Pipe(List<Syntax> stages) implements Syntax {}

    record Comma(List<Syntax> parts) implements Syntax {}

    record Alternative(Syntax first, Syntax second) implements Syntax {}

    /// `and`, or else `or`.
    record Logic(boolean conjunction, Syntax left, Syntax right) implements Syntax {}

    /// `=`, `|=`, `+=` and the like.
    record Update(String operator, Syntax target, Syntax source) implements Syntax {}

    record If(Syntax condition, Syntax then, Syntax otherwise) implements Syntax {}

    record Try(Syntax body, @Nullable Syntax handler) implements Syntax {}

    record Reduce(Syntax source, List<Pattern> patterns, Syntax start, Syntax update)
            implements Syntax {}

    record Foreach(
            Syntax source,
            List<Pattern> patterns,
            Syntax start,
            Syntax update,
            @Nullable Syntax extract)
            implements Syntax {}

    record Label(String name, Syntax body) implements Syntax {}

    record Break(String name, int position) implements Syntax {}

    record As(Syntax source, List<Pattern> patterns, Syntax body) implements Syntax {}

    /// A function, and where it is known.
    record Where(Definition definition, Syntax body) implements Syntax {}

    /// A function. A parameter that begins with `$` is a variable as well.
    record Definition(String name, List<String> parameters, Syntax body) {}

    /// What takes a value apart.
    sealed interface Pattern {
        record Name(String name) implements Pattern {}

        record Items(List<Pattern> items) implements Pattern {}

        record Members(List<Part> parts) implements Pattern {}

        /// One member: the variable that takes it whole, and what takes it apart.
        record Part(@Nullable String name, Syntax key, @Nullable Pattern value) {}
    }
}
