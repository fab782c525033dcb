package io.hydrant.jq;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes nodes of a program's syntax: finds what each name stands for, and refuses what stands for
/// nothing.
final class Linker {
    private static final String WHERE = " is not defined at position ";

    /// So often a function is compiled again; after that nothing is assumed.
    private static final int MISTAKES_MAX = 16;

    private int mistakes;

    /// Functions said in jq that this program uses.
    private final Map<String, Calls.Function> defined = new HashMap<>();

    static Node link(Syntax program) throws JqSyntaxException {
        return new Linker().node(program, Names.none());
    }

    private Node node(Syntax syntax, Names names) throws JqSyntaxException {
        return switch (syntax) {
            case Syntax.Identity() -> new Access.Identity();
            case Syntax.Literal(JqValue value) -> new Construction.Literal(value);
            case Syntax.Index index -> index(index, names);
            case Syntax.Slice(Syntax target, Syntax from, Syntax to, boolean optional) ->
                    new Access.Index(
                            node(target, names),
                            new Access.SliceKey(bound(from, names), bound(to, names)),
                            optional);
            case Syntax.Iterate(Syntax target, boolean optional) ->
                    new Access.Iterate(node(target, names), optional);
            case Syntax.Text(String format, List<Syntax> parts) ->
                    new Construction.Text(Formats.of(format), nodes(parts, names));
            case Syntax.Format(String name, int _) -> formatted(Formats.of(name));
            case Syntax.ArrayOf(Syntax items) -> new Construction.ArrayOf(node(items, names));
            case Syntax.ObjectOf(List<Syntax.Member> members) -> object(members, names);
            case Syntax.Variable variable -> variable(variable, names);
            case Syntax.Call call -> call(call, names);
            case Syntax.Negation(Syntax operand) ->
                    new Flow.Pipe(List.of(node(operand, names), negation()));
            case Syntax.Operation(String operator, Syntax left, Syntax right) ->
                    new Construction.Operation(operator, node(left, names), node(right, names));
            case Syntax.Pipe(List<Syntax> stages) ->
                    stages.size() == 1
                            ? new Flow.Pipe(List.of(node(stages.getFirst(), names)))
                            : new Flow.Pipe(nodes(stages, names));
            case Syntax.Comma(List<Syntax> parts) -> new Flow.Comma(nodes(parts, names));
            case Syntax.Alternative(Syntax first, Syntax second) ->
                    new Flow.Alternative(node(first, names), node(second, names));
            case Syntax.Logic(boolean conjunction, Syntax left, Syntax right) ->
                    new Flow.Logic(conjunction, node(left, names), node(right, names));
            case Syntax.Update update -> update(update, names);
            case Syntax.If(Syntax condition, Syntax then, Syntax otherwise) ->
                    new Flow.If(node(condition, names), node(then, names), node(otherwise, names));
            case Syntax.Try(Syntax body, Syntax handler) ->
                    new Catching.Try(
                            node(body, names), handler == null ? null : node(handler, names));
            case Syntax.Reduce reduce -> reduce(reduce, names);
            case Syntax.Foreach foreach -> foreach(foreach, names);
            case Syntax.Label(String name, Syntax body) ->
                    new Catching.Label(node(body, names.label(name)));
            case Syntax.Break(String name, int position) -> {
                Names found = names.find("*" + name);
                if (found == null) {
                    throw new JqSyntaxException(
                            "$*label-" + name + WHERE + (position + 1), position);
                }
                yield new Catching.Break(names.outwardTo(found));
            }
            case Syntax.As(Syntax source, List<Syntax.Pattern> patterns, Syntax body) -> {
                Patterns linked = patterns(patterns, names);
                yield new Binding.As(
                        node(source, names), linked.targets(), node(body, linked.names()));
            }
            case Syntax.Where(Syntax.Definition definition, Syntax body) ->
                    node(body, define(definition, names));
        };
    }

    private List<Node> nodes(List<Syntax> all, Names names) throws JqSyntaxException {
        List<Node> nodes = new ArrayList<>();
        for (Syntax syntax : all) {
            nodes.add(node(syntax, names));
        }
        return List.copyOf(nodes);
    }

    private Node bound(@Nullable Syntax bound, Names names) throws JqSyntaxException {
        return bound == null ? new Construction.Literal(JqNull.NULL) : node(bound, names);
    }

    private Node index(Syntax.Index index, Names names) throws JqSyntaxException {
        Node target = node(index.target(), names);
        return index.key() instanceof Syntax.Literal(JqString(String name))
                ? new Access.Field(target, name, index.optional())
                : new Access.Index(target, node(index.key(), names), index.optional());
    }

    private static Node formatted(Formats.Format format) {
        return Natives.node((run, in) -> new JqString(format.text(run, in)));
    }

    private static Node negation() {
        return Natives.node((_, in) -> {
            if (in instanceof JqNumber(double number)) {
                return new JqNumber(-number);
            }
            throw new Raised(Arithmetic.typed(in) + " cannot be negated");
        });
    }

    private Node object(List<Syntax.Member> members, Names names) throws JqSyntaxException {
        List<Node> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (Syntax.Member member : members) {
            keys.add(node(member.key(), names));
            values.add(node(member.value(), names));
        }
        return members.isEmpty()
                ? new Construction.Literal(JqObject.EMPTY)
                : new Construction.ObjectOf(keys, values);
    }

    private Node variable(Syntax.Variable variable, Names names) throws JqSyntaxException {
        Names found = names.find("$" + variable.name());
        if (found != null) {
            return new Binding.Variable(names.outwardTo(found));
        }
        if (variable.name().equals("ENV")) {
            return new Construction.Literal(JqObject.EMPTY);
        }
        throw new JqSyntaxException(
                "$" + variable.name() + WHERE + (variable.position() + 1), variable.position());
    }

    private Node call(Syntax.Call call, Names names) throws JqSyntaxException {
        String called = call.name() + "/" + call.arguments().size();
        Names found = names.find(called);
        if (found != null) {
            Calls.Function function = found.function();
            return function == null
                    ? new Calls.Argument(names.outwardTo(found))
                    : new Calls.Call(
                            function,
                            nodes(call.arguments(), names),
                            names.bindings() - function.bindings());
        }
        if (Builtins.isRefused(called)) {
            throw new JqSyntaxException(
                    called + " is not supported, at position " + (call.position() + 1),
                    call.position());
        }
        Natives.Factory factory = Builtins.factory(called);
        if (factory != null) {
            return factory.call(nodes(call.arguments(), names));
        }
        Calls.Function function = defined(called);
        if (function == null) {
            throw new JqSyntaxException(called + WHERE + (call.position() + 1), call.position());
        }
        return new Calls.Call(function, nodes(call.arguments(), names), names.bindings());
    }

    private Calls.@Nullable Function defined(String called) throws JqSyntaxException {
        Calls.Function known = defined.get(called);
        String text = Definitions.of(called);
        if (known != null || text == null) {
            return known;
        }
        if (!(JqParser.parse(text)
                instanceof Syntax.Where(Syntax.Definition definition, Syntax _))) {
            throw new IllegalStateException("no definition: " + text);
        }
        return defined(definition, Names.none());
    }

    private Calls.Function defined(Syntax.Definition definition, Names names)
            throws JqSyntaxException {
        String called = definition.name() + "/" + definition.parameters().size();
        Calls.Function function = new Calls.Function(0, definition.parameters());
        defined.put(called, function);
        compile(function, definition, names.function(called, function));
        return function;
    }

    private Names define(Syntax.Definition definition, Names names) throws JqSyntaxException {
        String called = definition.name() + "/" + definition.parameters().size();
        Calls.Function function = new Calls.Function(names.bindings(), definition.parameters());
        Names inner = names.function(called, function);
        compile(function, definition, inner);
        return inner;
    }

    private void compile(Calls.Function function, Syntax.Definition definition, Names names)
            throws JqSyntaxException {
        Names inner = names;
        for (String parameter : definition.parameters()) {
            inner = inner.argument(parameter.startsWith("$") ? parameter.substring(1) : parameter);
        }
        for (String parameter : definition.parameters()) {
            if (parameter.startsWith("$")) {
                inner = inner.variable(parameter.substring(1));
            }
        }
        // A function that calls itself gives one value if it does so counting on that.
        function.assumeSingle(mistakes < MISTAKES_MAX);
        Node body = node(definition.body(), inner);
        if (function.isMistaken(body)) {
            mistakes++;
            function.assumeSingle(false);
            body = node(definition.body(), inner);
        }
        function.compiled(body);
    }

    private Node update(Syntax.Update update, Names names) throws JqSyntaxException {
        Node target = node(update.target(), names);
        Node source = node(update.source(), names);
        return switch (update.operator()) {
            case "=" -> new Assignment.Assign(target, source);
            case "|=" -> new Assignment.Modify(target, source);
            case "//=" ->
                    new Assignment.Combine(
                            target,
                            source,
                            (_, before, value) -> before.isTruthy() ? before : value);
            default ->
                    new Assignment.Combine(
                            target, source, Arithmetic.of(update.operator().substring(0, 1)));
        };
    }

    private Node reduce(Syntax.Reduce reduce, Names names) throws JqSyntaxException {
        Patterns linked = patterns(reduce.patterns(), names);
        return new Folding.Reduce(
                node(reduce.source(), names),
                linked.targets(),
                node(reduce.start(), names),
                node(reduce.update(), linked.names()));
    }

    private Node foreach(Syntax.Foreach foreach, Names names) throws JqSyntaxException {
        Patterns linked = patterns(foreach.patterns(), names);
        Syntax extract = foreach.extract();
        return new Folding.Foreach(
                node(foreach.source(), names),
                linked.targets(),
                node(foreach.start(), names),
                node(foreach.update(), linked.names()),
                extract == null ? new Access.Identity() : node(extract, linked.names()));
    }

    /// Patterns, and the names that are known after them.
    private record Patterns(Binding.Targets targets, Names names) {}

    private Patterns patterns(List<Syntax.Pattern> patterns, Names names) throws JqSyntaxException {
        if (patterns.size() == 1) {
            Names[] after = {names};
            Binding.Target target = target(patterns.getFirst(), after, false);
            int variables = after[0].bindings() - names.bindings();
            return new Patterns(new Binding.Targets(List.of(target), variables), after[0]);
        }
        Set<String> variables = new LinkedHashSet<>();
        patterns.forEach(pattern -> collect(pattern, variables));
        Names all = names;
        for (String variable : variables) {
            all = all.variable(variable);
        }
        List<Binding.Target> targets = new ArrayList<>();
        for (Syntax.Pattern pattern : patterns) {
            targets.add(target(pattern, new Names[] {all}, true));
        }
        return new Patterns(new Binding.Targets(List.copyOf(targets), variables.size()), all);
    }

    private static void collect(Syntax.Pattern pattern, Set<String> variables) {
        switch (pattern) {
            case Syntax.Pattern.Name(String name) -> variables.add(name);
            case Syntax.Pattern.Items(List<Syntax.Pattern> items) ->
                    items.forEach(item -> collect(item, variables));
            case Syntax.Pattern.Members(List<Syntax.Pattern.Part> parts) -> {
                for (Syntax.Pattern.Part part : parts) {
                    String name = part.name();
                    Syntax.Pattern value = part.value();
                    if (name != null) {
                        variables.add(name);
                    }
                    if (value != null) {
                        collect(value, variables);
                    }
                }
            }
        }
    }

    /// @param names what is known before, and then after the pattern
    /// @param slots whether the variables are bound already
    private Binding.Target target(Syntax.Pattern pattern, Names[] names, boolean slots)
            throws JqSyntaxException {
        return switch (pattern) {
            case Syntax.Pattern.Name(String name) -> variable(name, names, slots);
            case Syntax.Pattern.Items(List<Syntax.Pattern> items) -> {
                List<Binding.Target> targets = new ArrayList<>();
                for (Syntax.Pattern item : items) {
                    targets.add(target(item, names, slots));
                }
                yield new Binding.Target.Items(List.copyOf(targets));
            }
            case Syntax.Pattern.Members(List<Syntax.Pattern.Part> parts) -> {
                List<Binding.Target.Members.Part> targets = new ArrayList<>();
                for (Syntax.Pattern.Part part : parts) {
                    targets.add(part(part, names, slots));
                }
                yield new Binding.Target.Members(List.copyOf(targets));
            }
        };
    }

    private Binding.Target.Members.Part part(Syntax.Pattern.Part part, Names[] names, boolean slots)
            throws JqSyntaxException {
        Node key = node(part.key(), names[0]);
        String name = part.name();
        Syntax.Pattern value = part.value();
        Binding.Target whole = name == null ? null : variable(name, names, slots);
        return new Binding.Target.Members.Part(
                whole, key, value == null ? null : target(value, names, slots));
    }

    private static Binding.Target variable(String name, Names[] names, boolean slots) {
        if (!slots) {
            names[0] = names[0].variable(name);
            return new Binding.Target.Name();
        }
        Names found = names[0].find("$" + name);
        if (found == null) {
            throw new IllegalStateException("no variable " + name);
        }
        return new Binding.Target.Slot(names[0].outwardTo(found));
    }
}
