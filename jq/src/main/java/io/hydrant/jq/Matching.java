package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of regular expressions.
final class Matching {
    /// One match, as jq describes it.
    ///
    /// @param from where in the text it begins, in UTF-16 units
    private record Found(int from, int to, JqObject described) {}

    private Matching() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        functions.put("match/2", a -> new Matches(a.getFirst(), a.getLast()));
        Natives.add(functions, "test", 2, Matching::test);
        Natives.add(functions, "split", 2, Matching::split);
        functions.put("sub/2", a -> new Substitution(a.get(0), a.get(1), null, false));
        functions.put("sub/3", a -> new Substitution(a.get(0), a.get(1), a.get(2), false));
        functions.put("gsub/2", a -> new Substitution(a.get(0), a.get(1), literal(""), true));
        functions.put("gsub/3", a -> new Substitution(a.get(0), a.get(1), a.get(2), true));
    }

    private static Node literal(String text) {
        return new Construction.Literal(new JqString(text));
    }

    /// The definition of a function that takes the expression alone, or in an array with its flags.
    static String ofOne(String name) {
        return ("def NAME($re): if $re | type == \"string\" then NAME($re; null)"
                        + " elif ($re | type == \"array\") and ($re | length) > 1"
                        + " then NAME($re[0]; $re[1])"
                        + " elif ($re | type == \"array\") and ($re | length) > 0"
                        + " then NAME($re[0]; null)"
                        + " else error(($re | type) + \" not a string or array\") end;")
                .replace("NAME", name);
    }

    private static String text(JqValue value) {
        if (value instanceof JqString(String text)) {
            return text;
        }
        throw new Raised(Arithmetic.typed(value) + " cannot be matched, as it is not a string");
    }

    private static String pattern(JqValue value) {
        if (value instanceof JqString(String text)) {
            return text;
        }
        throw new Raised(Arithmetic.typed(value) + " is not a string");
    }

    private static JqBoolean test(Run run, JqValue in, JqValue[] arguments) {
        String text = text(in);
        Regex regex = Regex.of(run, pattern(arguments[0]), arguments[1]);
        return JqBoolean.of(regex.start(run, text).next(0) != null);
    }

    private static List<Found> matches(
            Run run, JqValue in, JqValue expression, JqValue flags, boolean all) {
        String text = text(in);
        Regex regex = Regex.of(run, pattern(expression), flags);
        return regex.isGlobal() || all ? all(run, regex, text) : first(run, regex, text);
    }

    private static List<Found> first(Run run, Regex regex, String text) {
        RegexMachine match = regex.start(run, text).next(0);
        return match == null ? List.of() : List.of(found(run, regex, text, match));
    }

    /// After a match of nothing jq 1.6 goes on one further than where it last looked from.
    private static List<Found> all(Run run, Regex regex, String text) {
        List<Found> all = new ArrayList<>();
        Regex.Search search = regex.start(run, text);
        int from = 0;
        do {
            RegexMachine match = search.next(from);
            if (match == null) {
                break;
            }
            Found found = found(run, regex, text, match);
            all.add(found);
            run.meter.items(2);
            from = found.to() > found.from() ? found.to() : from + width(text, from);
        } while (from < text.length());
        return all;
    }

    private static int width(String text, int at) {
        return at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }

    private static Found found(Run run, Regex regex, String text, RegexMachine match) {
        int from = match.start(0);
        int to = match.end(0);
        JqObject.Building described = new JqObject.Building(4);
        described.put("offset", new JqNumber(text.codePointCount(0, from)));
        described.put("length", new JqNumber(text.codePointCount(from, to)));
        described.put("string", run.string(text.substring(from, to)));
        described.put("captures", from == to ? JqArray.EMPTY : captures(run, regex, text, match));
        run.meter.steps(text.length() / 64);
        return new Found(from, to, run.object(described.done()));
    }

    private static JqArray captures(Run run, Regex regex, String text, RegexMachine match) {
        JqValue[] captures = new JqValue[regex.groups()];
        for (int i = 0; i < captures.length; i++) {
            int from = match.start(i + 1);
            int to = match.end(i + 1);
            String name = regex.name(i + 1);
            JqObject.Building capture = new JqObject.Building(4);
            capture.put("offset", new JqNumber(from < 0 ? -1 : text.codePointCount(0, from)));
            if (from == to) {
                capture.put("string", from < 0 ? JqNull.NULL : JqString.EMPTY);
                capture.put("length", JqNumber.ZERO);
            } else {
                capture.put("length", new JqNumber(text.codePointCount(from, to)));
                capture.put("string", run.string(text.substring(from, to)));
            }
            capture.put("name", name == null ? JqNull.NULL : new JqString(name));
            run.meter.steps(text.length() / 64);
            captures[i] = run.object(capture.done());
        }
        return run.array(captures);
    }

    /// `split` by an expression.
    private static JqArray split(Run run, JqValue in, JqValue[] arguments) {
        List<JqValue> parts = new ArrayList<>();
        int from = 0;
        for (Found found : matches(run, in, arguments[0], arguments[1], true)) {
            parts.add(run.string(between(in.text(), from, found.from())));
            from = found.to();
        }
        parts.add(run.string(between(in.text(), from, in.text().length())));
        return run.array(parts);
    }

    private static String between(String text, int from, int to) {
        return text.substring(from, Math.max(from, to));
    }

    /// `match(A; B)`
    private static final class Matches extends Node.Many {
        private final Node expression;
        private final Node flags;

        Matches(Node expression, Node flags) {
            this.expression = expression;
            this.flags = flags;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            flags.each(
                    run,
                    env,
                    in,
                    flag ->
                            expression.each(
                                    run,
                                    env,
                                    in,
                                    re -> {
                                        for (Found found : matches(run, in, re, flag, false)) {
                                            out.take(found.described());
                                        }
                                    }));
        }

        @Override
        int weigh() {
            return weightOf(expression, flags) + 2;
        }
    }

    /// `sub(A; B; C)` and `gsub`: B sees an object of the named groups. After each match jq 1.6
    /// begins anew with what is left of the text.
    private static final class Substitution extends Node.Joint {
        private final Node expression;
        private final Node replacement;
        private final Node flags;
        private final boolean everywhere;

        /// Whether the flags may be in one array with the expression.
        private final boolean alone;

        Substitution(Node expression, Node replacement, @Nullable Node flags, boolean everywhere) {
            super(areSingle(expression, replacement) && (flags == null || flags.isSingle()));
            this.expression = expression;
            this.replacement = replacement;
            this.flags = flags == null ? literal("") : flags;
            this.everywhere = everywhere;
            this.alone = flags == null;
        }

        /// What is replaced: the text before it, and its groups.
        private record Edit(String before, JqObject groups) {}

        /// All edits, and what is left after the last.
        private record Edits(List<Edit> edits, String rest) {}

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue re = expression.one(run, env, in);
            JqValue flag = re == null ? null : flags.one(run, env, in);
            if (re == null || flag == null) {
                return null;
            }
            Edits edits = edits(run, in, re, flag);
            String[] parts = new String[edits.edits().size()];
            for (int i = parts.length - 1; i >= 0; i--) {
                Edit edit = edits.edits().get(i);
                JqValue by = replacement.one(run, env, edit.groups());
                if (by == null) {
                    return null;
                }
                parts[i] = edit.before().concat(textToAdd(edit, by));
                run.meter.chars(parts[i].length());
            }
            return run.string(String.join("", parts).concat(edits.rest()));
        }

        private static String textToAdd(Edit edit, JqValue by) {
            return switch (by) {
                case JqString(String text) -> text;
                case JqNull _ -> "";
                default ->
                        throw new Raised(
                                Arithmetic.twoTypes(new JqString(edit.before()), by)
                                        + " cannot be added");
            };
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            expression.each(
                    run,
                    env,
                    in,
                    re ->
                            flags.each(
                                    run,
                                    env,
                                    in,
                                    flag -> {
                                        Edits edits = edits(run, in, re, flag);
                                        List<Edit> all = edits.edits();
                                        before(all.size(), all, edits.rest(), run, env, out);
                                    }));
        }

        private void before(
                int count, List<Edit> edits, String tail, Run run, @Nullable Env env, Outlet out) {
            if (count == 0) {
                out.take(run.string(tail));
                return;
            }
            Edit edit = edits.get(count - 1);
            run.meter.enter(weight());
            try {
                replacement.each(
                        run,
                        env,
                        edit.groups(),
                        by -> {
                            String text = edit.before() + textToAdd(edit, by) + tail;
                            run.meter.chars(text.length());
                            before(count - 1, edits, text, run, env, out);
                        });
            } finally {
                run.meter.leave(weight());
            }
        }

        private Edits edits(Run run, JqValue in, JqValue re, JqValue flag) {
            JqValue pattern = re;
            JqValue plain = flag;
            boolean global = everywhere;
            if (alone && re instanceof JqArray both && both.size() > 0) {
                pattern = both.get(0);
                plain = both.size() > 1 ? both.get(1) : JqNull.NULL;
            } else if (flag instanceof JqString(String letters)) {
                global |= letters.indexOf('g') >= 0;
                plain = new JqString(letters.replace("g", ""));
            }
            String rest = text(in);
            Regex regex = Regex.of(run, pattern(pattern), plain);
            List<Edit> edits = new ArrayList<>();
            while (true) {
                RegexMachine match = regex.start(run, rest).next(0);
                if (match == null) {
                    break;
                }
                edits.add(edit(run, regex, rest, match));
                run.meter.items(4);
                boolean stuck = global && match.end(0) == 0 && !rest.isEmpty();
                rest = rest.substring(match.end(0));
                run.meter.chars(rest.length() / 8);
                if (stuck) {
                    // jq replaces nothing by something for ever.
                    throw run.meter.endless();
                }
                if (!global || rest.isEmpty()) {
                    break;
                }
            }
            return new Edits(edits, rest);
        }

        private static Edit edit(Run run, Regex regex, String text, RegexMachine match) {
            JqObject.Building groups = new JqObject.Building(regex.groups());
            boolean something = match.end(0) > match.start(0);
            for (int i = 1; something && i <= regex.groups(); i++) {
                String name = regex.name(i);
                if (name != null) {
                    int from = match.start(i);
                    groups.put(
                            name,
                            from < 0
                                    ? JqNull.NULL
                                    : run.string(text.substring(from, match.end(i))));
                }
            }
            return new Edit(text.substring(0, match.start(0)), run.object(groups.done()));
        }

        @Override
        int weigh() {
            return weightOf(expression, replacement, flags) + 2;
        }
    }
}
