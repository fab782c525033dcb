package io.hydrant.jq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// A regular expression as a list of instructions, each of them four numbers: what to do, and three
/// operands. [RegexMachine] carries them out.
final class RegexProgram {
    static final int LETTER = 0;
    static final int FOLDED = 1;
    static final int SET = 2;

    /// Goes to the first operand, and to the second if that fails.
    static final int SPLIT = 3;

    static final int JUMP = 4;

    /// Keeps the position in a slot.
    static final int SAVE = 5;

    static final int ASSERT = 6;
    static final int BACK = 7;

    /// Keeps how high the stack is, and where the position.
    static final int MARK = 8;

    /// Forgets the alternatives since the mark.
    static final int CUT = 9;

    /// Forgets them and goes back to the mark's position.
    static final int CUT_AND_RETURN = 10;

    /// Undoes all since the mark, the alternative just before it included, and fails.
    static final int REFUSE = 11;

    /// Goes so many characters back.
    static final int BEHIND = 12;

    /// Goes to the operand unless the position is where the slot says.
    static final int JUMP_IF_MOVED = 13;

    static final int MATCH = 14;

    /// How many instructions there may be.
    private static final int SIZE_MAX = 20_000;

    private int[] code = new int[64];
    private int size;
    private final List<IntPredicate> sets = new ArrayList<>();
    private final List<RegexNode.Place> places = new ArrayList<>();
    private final List<int[]> references = new ArrayList<>();
    private final int groups;
    private final Map<String, List<Integer>> names;
    private int slots;

    RegexProgram(RegexNode node, int groups, Map<String, List<Integer>> names) {
        this.groups = groups;
        this.names = names;
        this.slots = 2 * (groups + 1);
        emit(node);
        add(MATCH, 0, 0);
        code = Arrays.copyOf(code, size);
    }

    int[] code() {
        return code;
    }

    IntPredicate set(int index) {
        return sets.get(index);
    }

    RegexNode.Place place(int index) {
        return places.get(index);
    }

    int[] references(int index) {
        return references.get(index);
    }

    int groups() {
        return groups;
    }

    Map<String, List<Integer>> names() {
        return names;
    }

    int slots() {
        return slots;
    }

    private int add(int operation, int a, int b) {
        if (size + 3 > SIZE_MAX * 3) {
            throw new RegexFault("the expression is too large");
        }
        if (size + 3 > code.length) {
            code = Arrays.copyOf(code, code.length * 2);
        }
        code[size] = operation;
        code[size + 1] = a;
        code[size + 2] = b;
        size += 3;
        return size - 3;
    }

    private int slot() {
        return slots++;
    }

    private void emit(RegexNode node) {
        switch (node) {
            case RegexNode.Nothing _ -> {}
            case RegexNode.Keep _ -> add(SAVE, 0, 0);
            case RegexNode.Letter(int c, boolean anyCase) -> add(anyCase ? FOLDED : LETTER, c, 0);
            case RegexNode.OneOf(IntPredicate set) -> {
                sets.add(set);
                add(SET, sets.size() - 1, 0);
            }
            case RegexNode.Sequence(List<RegexNode> parts) -> parts.forEach(this::emit);
            case RegexNode.Choice(List<RegexNode> parts) -> choice(parts);
            case RegexNode.Group(int number, RegexNode body) -> {
                // Both ends count only once the group has matched.
                int start = slot();
                add(SAVE, start, 0);
                emit(body);
                add(SAVE, 2 * number, start + 1);
                add(SAVE, 2 * number + 1, 0);
            }
            case RegexNode.Repeat repeat -> repeat(repeat);
            case RegexNode.Assert(RegexNode.Place place) -> {
                places.add(place);
                add(ASSERT, places.size() - 1, 0);
            }
            case RegexNode.Look look -> look(look);
            case RegexNode.Atomic(RegexNode body) -> atomic(body);
            case RegexNode.Back(List<Integer> numbers, boolean anyCase) -> {
                references.add(numbers.stream().mapToInt(Integer::intValue).toArray());
                add(BACK, references.size() - 1, anyCase ? 1 : 0);
            }
        }
    }

    private void choice(List<RegexNode> parts) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i == parts.size() - 1) {
                emit(parts.get(i));
                break;
            }
            int split = add(SPLIT, 0, 0);
            code[split + 1] = size;
            emit(parts.get(i));
            ends.add(add(JUMP, 0, 0));
            code[split + 2] = size;
        }
        for (int end : ends) {
            code[end + 1] = size;
        }
    }

    private void atomic(RegexNode body) {
        int mark = mark();
        emit(body);
        add(CUT, mark, 0);
    }

    private int mark() {
        int mark = slot();
        slot();
        add(MARK, mark, 0);
        return mark;
    }

    private void look(RegexNode.Look look) {
        if (!look.negative()) {
            int mark = mark();
            body(look);
            add(CUT_AND_RETURN, mark, 0);
            return;
        }
        int mark = mark();
        int split = add(SPLIT, 0, 0);
        code[split + 1] = size;
        body(look);
        add(REFUSE, mark, 0);
        code[split + 2] = size;
    }

    private void body(RegexNode.Look look) {
        if (look.ahead()) {
            emit(look.body());
            return;
        }
        add(BEHIND, length(look.body()), 0);
        emit(look.body());
    }

    /// How many characters it matches, if that is always the same.
    private static int length(RegexNode node) {
        return switch (node) {
            case RegexNode.Letter _, RegexNode.OneOf _ -> 1;
            case RegexNode.Nothing _, RegexNode.Assert _, RegexNode.Look _, RegexNode.Keep _ -> 0;
            case RegexNode.Sequence(List<RegexNode> parts) ->
                    parts.stream().mapToInt(RegexProgram::length).sum();
            case RegexNode.Choice(List<RegexNode> parts) -> {
                int length = length(parts.getFirst());
                for (RegexNode part : parts) {
                    if (length(part) != length) {
                        throw variable();
                    }
                }
                yield length;
            }
            case RegexNode.Group(int _, RegexNode body) -> length(body);
            case RegexNode.Atomic(RegexNode body) -> length(body);
            case RegexNode.Repeat(RegexNode body, int least, int most, RegexNode.Greed _) -> {
                if (least != most) {
                    throw variable();
                }
                yield Math.multiplyExact(length(body), least);
            }
            case RegexNode.Back _ -> throw variable();
        };
    }

    private static RegexFault variable() {
        return new RegexFault("invalid pattern in look-behind");
    }

    private void repeat(RegexNode.Repeat repeat) {
        if (repeat.greed() == RegexNode.Greed.POSSESSIVE) {
            atomic(
                    new RegexNode.Repeat(
                            repeat.body(), repeat.least(), repeat.most(), RegexNode.Greed.GREEDY));
            return;
        }
        for (int i = 0; i < repeat.least(); i++) {
            emit(repeat.body());
        }
        boolean lazy = repeat.greed() == RegexNode.Greed.LAZY;
        if (repeat.most() == RegexNode.Repeat.ENDLESS) {
            loop(repeat.body(), lazy);
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            int split = add(SPLIT, 0, 0);
            code[split + (lazy ? 2 : 1)] = size;
            splits.add(split);
            emit(repeat.body());
        }
        for (int split : splits) {
            code[split + (lazy ? 1 : 2)] = size;
        }
    }

    private void loop(RegexNode body, boolean lazy) {
        boolean mayBeEmpty = !(body instanceof RegexNode.Letter || body instanceof RegexNode.OneOf);
        int split = add(SPLIT, 0, 0);
        code[split + (lazy ? 2 : 1)] = size;
        int start = mayBeEmpty ? slot() : -1;
        if (mayBeEmpty) {
            add(SAVE, start, 0);
        }
        emit(body);
        if (mayBeEmpty) {
            add(JUMP_IF_MOVED, split, start);
        } else {
            add(JUMP, split, 0);
        }
        code[split + (lazy ? 1 : 2)] = size;
    }
}
