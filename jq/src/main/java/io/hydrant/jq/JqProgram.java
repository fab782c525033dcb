package io.hydrant.jq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A program of jq 1.6, compiled once and evaluated on any number of records, by any number of
/// threads at a time.
///
/// It gives what jq 1.6 gives, to the text of numbers and errors, but for what reaches beyond the
/// record: `input`, `debug`, `halt`, modules and their like do not compile, `env` and `$ENV` are
/// empty, `now` is what the caller says, and every zone is UTC. So the same program, record and now
/// always have the same outcome.
///
/// An evaluation never takes more than its [JqLimits]. Neither a program nor a document can make it
/// run out of the stack or, with the default limits, of a few dozen mebibytes of memory.
public final class JqProgram {
    /// How much of the stack the whole program may take before any call of a function.
    private static final int WEIGHT_MAX = 1_500;

    private final String source;
    private final Node body;
    private final Reach reach;
    private final List<String> objectKeys;

    private JqProgram(String source, Node body) {
        this.source = source;
        this.body = body;
        this.reach = body.reach(Reach.ALL);
        this.objectKeys = keysOf(body);
    }

    /// The program that the text says.
    ///
    /// @throws JqSyntaxException if it does not compile in jq 1.6, is refused by name, or lies
    ///   deeper in itself than is good for the stack
    public static JqProgram compile(String source) throws JqSyntaxException {
        Node body = Linker.link(JqParser.parse(source));
        if (body.weight() > WEIGHT_MAX) {
            throw new JqSyntaxException(
                    "the program has more than " + WEIGHT_MAX + " parts", source.length());
        }
        return new JqProgram(source, body);
    }

    /// The names of the functions that programs may call, each with its number of arguments.
    public static List<String> functions() {
        return List.copyOf(Builtins.names());
    }

    /// The functions of jq 1.6 that do not compile here.
    public static List<String> refusedFunctions() {
        return Builtins.refused().stream().sorted().toList();
    }

    /// The text that this was compiled from.
    public String source() {
        return source;
    }

    /// The keys of the object that this always makes, if it is plain from the program that it makes
    /// one, all of whose keys stand there; otherwise nothing.
    public List<String> objectKeys() {
        return objectKeys;
    }

    private static List<String> keysOf(Node body) {
        Node last = body;
        while (true) {
            switch (last) {
                case Flow.Pipe pipe -> last = pipe.last();
                case Binding.As as -> last = as.body();
                case Construction.ObjectOf object -> {
                    List<String> names = object.names();
                    return names == null ? List.of() : List.copyOf(names);
                }
                default -> {
                    return List.of();
                }
            }
        }
    }

    /// Evaluates this on a record, and gives the values to the receiver one after the other.
    ///
    /// @param now what `now` answers: when the record arrived
    /// @throws JqDocumentException if the bytes are not one JSON text
    /// @throws JqBudgetException if it takes more than it may
    /// @throws JqException if the program fails on this record; what it gave before that was
    ///   received
    public void evaluate(
            byte[] json,
            int from,
            int length,
            Instant now,
            JqLimits limits,
            Consumer<JqValue> out) {
        evaluate(JsonReader.read(json, from, from + length, reach), now, limits, out);
    }

    /// As [#evaluate(byte[], int, int, Instant, JqLimits, Consumer)], on all of the bytes and
    /// within the usual limits; the values in a list.
    public List<JqValue> evaluate(byte[] json, Instant now) {
        List<JqValue> values = new ArrayList<>();
        evaluate(json, 0, json.length, now, JqLimits.DEFAULT, values::add);
        return values;
    }

    private void evaluate(JqValue in, Instant now, JqLimits limits, Consumer<JqValue> out) {
        Run run = new Run(new Meter(limits), now);
        try {
            if (body.isSingle()) {
                JqValue value = body.one(run, null, in);
                if (value != null) {
                    out.accept(value);
                }
            } else {
                body.each(run, null, in, out::accept);
            }
        } catch (Raised error) {
            throw error.uncaught();
        } catch (StackOverflowError _) {
            // The thread has less of a stack than the limits were made for.
            throw new JqBudgetException("the program takes more of the stack than there is");
        }
    }
}
