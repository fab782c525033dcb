package io.hydrant.jq;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A regular expression with jq's flags. Those that were used last are kept, since a program uses
/// the same ones for every record.
final class Regex {
    /// How many are kept, for all programs together.
    private static final int KEPT_MAX = 256;

    /// Longer ones are not worth to be kept.
    private static final int KEPT_LENGTH_MAX = 1_000;

    private static final int LENGTH_MAX = 10_000;

    private record Key(String expression, String flags) {}

    private static final Map<Key, Regex> KEPT = new ConcurrentHashMap<>();

    private final RegexProgram program;
    private final String flags;
    private final @Nullable String[] names;

    private Regex(RegexProgram program, String flags) {
        this.program = program;
        this.flags = flags;
        this.names = new String[program.groups() + 1];
        for (Map.Entry<String, List<Integer>> name : program.names().entrySet()) {
            for (int group : name.getValue()) {
                names[group] = name.getKey();
            }
        }
    }

    static Regex of(Run run, String expression, JqValue flags) {
        String letters =
                switch (flags) {
                    case JqNull _ -> "";
                    case JqString(String text) -> text;
                    default -> throw new Raised(Arithmetic.typed(flags) + " is not a string");
                };
        Key key = new Key(expression, letters);
        Regex kept = KEPT.get(key);
        // What it costs does not depend on whether it is kept.
        run.meter.steps(10 + expression.length());
        if (kept != null) {
            return kept;
        }
        Regex made = compile(expression, letters);
        if (expression.length() + letters.length() <= KEPT_LENGTH_MAX) {
            if (KEPT.size() >= KEPT_MAX) {
                KEPT.clear();
            }
            KEPT.put(key, made);
        }
        return made;
    }

    private static Regex compile(String expression, String flags) {
        if (!flags.chars().allMatch(c -> "gixspln".indexOf(c) >= 0)) {
            throw new Raised(flags + " is not a valid modifier string");
        }
        if (expression.length() > LENGTH_MAX) {
            throw new Raised("Regex failure: longer than " + LENGTH_MAX + " characters");
        }
        RegexOptions options =
                new RegexOptions(has(flags, 'i'), has(flags, 'p'), false, has(flags, 'x'));
        try {
            RegexParser parser = new RegexParser(expression, options);
            RegexNode node = parser.parse();
            return new Regex(new RegexProgram(node, parser.groups(), parser.names()), flags);
        } catch (RegexFault fault) {
            throw new Raised("Regex failure: " + fault.getMessage());
        }
    }

    private static boolean has(String flags, char flag) {
        return flags.indexOf(flag) >= 0;
    }

    boolean isGlobal() {
        return has(flags, 'g');
    }

    int groups() {
        return program.groups();
    }

    @Nullable String name(int group) {
        return names[group];
    }

    Search start(Run run, String text) {
        return new Search(new RegexMachine(program, text, run.meter), flags);
    }

    /// A search through a text.
    record Search(RegexMachine machine, String flags) {
        /// The first match from here on, until the next is searched for; null if there is none.
        @Nullable RegexMachine next(int from) {
            return machine.search(from, has(flags, 'n')) ? machine : null;
        }
    }
}
