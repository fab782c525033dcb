package io.hydrant.jq;

import java.util.Arrays;

/// Carries out a regular expression on a text, going back where it has to. Each instruction is a
/// step of the evaluation's budget and the stack is bounded, so that no expression takes longer or
/// more than that.
final class RegexMachine {
    /// Numbers on the stack, four bytes each.
    private static final int STACK_MAX = 1 << 20;

    /// Steps are counted in lots.
    private static final int LOT = 256;

    private final RegexProgram program;
    private final int[] code;
    private final String text;
    private final int end;
    private final Meter meter;
    private final int[] slots;
    private int searchStart;
    private int lot = LOT;

    /// Alternatives (where to go on, at which position) and what slots held: three numbers each, of
    /// which the first tells which it is.
    private int[] stack = new int[96];

    private int height;

    RegexMachine(RegexProgram program, String text, Meter meter) {
        this.program = program;
        this.code = program.code();
        this.text = text;
        this.end = text.length();
        this.meter = meter;
        this.slots = new int[program.slots()];
    }

    /// Finds the first match that begins here or later. The ends of the groups are in the slots
    /// then.
    boolean search(int from, boolean notEmpty) {
        searchStart = from;
        for (int at = from; at <= end; at++) {
            step();
            if (at < end && at > 0 && Character.isLowSurrogate(text.charAt(at))) {
                continue;
            }
            if (code[0] == RegexProgram.LETTER && code[1] <= 0xffff) {
                int next = text.indexOf(code[1], at);
                if (next < 0) {
                    meter.steps((end - at) / 16);
                    return false;
                }
                meter.steps((next - at) / 16);
                at = next;
            }
            if (matchAt(at, notEmpty)) {
                return true;
            }
            if (code[0] == RegexProgram.ASSERT
                    && program.place(code[1]) == RegexNode.Place.TEXT_START) {
                return false;
            }
        }
        return false;
    }

    /// Where the group begins, or -1 if it is not in the match. The whole match is group 0.
    int start(int group) {
        return slots[2 * group];
    }

    int end(int group) {
        return slots[2 * group + 1];
    }

    private void step() {
        if (--lot == 0) {
            meter.steps(LOT);
            lot = LOT;
        }
    }

    private boolean matchAt(int from, boolean notEmpty) {
        Arrays.fill(slots, -1);
        height = 0;
        slots[0] = from;
        int at = run(0, from);
        while (at >= 0 && notEmpty && at == from) {
            at = resume();
        }
        slots[1] = at;
        return at >= 0;
    }

    private int resume() {
        int next = back();
        return next < 0 ? -1 : run(next, position);
    }

    /// Where the last alternative is to go on.
    private int position;

    /// Carries out instructions from here on. Answers where the match ends, -1 if there is none.
    private int run(int first, int from) {
        int pc = first;
        int at = from;
        while (true) {
            step();
            boolean ok = true;
            int a = code[pc + 1];
            switch (code[pc]) {
                case RegexProgram.LETTER -> {
                    if (at < end && text.codePointAt(at) == a) {
                        at += a > 0xffff ? 2 : 1;
                        pc += 3;
                    } else {
                        ok = false;
                    }
                }
                case RegexProgram.FOLDED -> {
                    int c = at < end ? text.codePointAt(at) : -1;
                    if (c >= 0 && CodePoints.folded(c) == a) {
                        at += Character.charCount(c);
                        pc += 3;
                    } else {
                        ok = false;
                    }
                }
                case RegexProgram.SET -> {
                    int c = at < end ? text.codePointAt(at) : -1;
                    if (c >= 0 && program.set(a).test(c)) {
                        at += Character.charCount(c);
                        pc += 3;
                    } else {
                        ok = false;
                    }
                }
                case RegexProgram.SPLIT -> {
                    push(code[pc + 2], at, 0);
                    pc = a;
                }
                case RegexProgram.JUMP -> pc = a;
                case RegexProgram.SAVE -> {
                    int from0 = code[pc + 2];
                    set(a, from0 == 0 ? at : slots[from0 - 1]);
                    pc += 3;
                }
                case RegexProgram.ASSERT -> {
                    ok = holds(program.place(a), at);
                    pc += 3;
                }
                case RegexProgram.BACK -> {
                    at = reference(program.references(a), code[pc + 2] == 1, at);
                    ok = at >= 0;
                    pc += 3;
                }
                case RegexProgram.MARK -> {
                    set(a, height);
                    set(a + 1, at);
                    // The mark lies below what undoes it.
                    slots[a] = height;
                    pc += 3;
                }
                case RegexProgram.CUT -> {
                    cut(slots[a]);
                    pc += 3;
                }
                case RegexProgram.CUT_AND_RETURN -> {
                    cut(slots[a]);
                    at = slots[a + 1];
                    pc += 3;
                }
                case RegexProgram.REFUSE -> {
                    undoTo(slots[a]);
                    ok = false;
                }
                case RegexProgram.BEHIND -> {
                    at = behind(at, a);
                    ok = at >= 0;
                    pc += 3;
                }
                case RegexProgram.JUMP_IF_MOVED -> pc = slots[code[pc + 2]] == at ? pc + 3 : a;
                default -> {
                    return at;
                }
            }
            if (!ok) {
                pc = back();
                if (pc < 0) {
                    return -1;
                }
                at = position;
            }
        }
    }

    private void push(int where, int what, int kind) {
        if (height + 3 > stack.length) {
            if (height >= STACK_MAX) {
                throw new JqBudgetException("a regular expression goes back too far");
            }
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[height] = where;
        stack[height + 1] = what;
        stack[height + 2] = kind;
        height += 3;
    }

    /// Changes a slot, so that it can be undone.
    private void set(int slot, int value) {
        push(slot, slots[slot], 1);
        slots[slot] = value;
    }

    /// Goes back to the last alternative and answers where it goes on; -1 if there is none.
    private int back() {
        while (height > 0) {
            height -= 3;
            if (stack[height + 2] == 0) {
                position = stack[height + 1];
                return stack[height];
            }
            slots[stack[height]] = stack[height + 1];
        }
        return -1;
    }

    private void undoTo(int mark) {
        while (height > mark) {
            height -= 3;
            if (stack[height + 2] == 1) {
                slots[stack[height]] = stack[height + 1];
            }
        }
    }

    /// Drops alternatives, and keeps what undoes slots.
    private void cut(int mark) {
        int kept = mark;
        for (int i = mark; i < height; i += 3) {
            if (stack[i + 2] == 1) {
                stack[kept] = stack[i];
                stack[kept + 1] = stack[i + 1];
                stack[kept + 2] = 1;
                kept += 3;
            }
        }
        meter.steps((height - mark) / 32);
        height = kept;
    }

    private int behind(int from, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at == 0) {
                return -1;
            }
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at;
    }

    /// Where what the group has matched ends if it stands here again, or -1.
    private int reference(int[] groups, boolean anyCase, int at) {
        for (int i = groups.length - 1; i >= 0; i--) {
            int from = slots[2 * groups[i]];
            int to = slots[2 * groups[i] + 1];
            if (from < 0 || to < 0) {
                continue;
            }
            meter.steps(1 + (to - from) / 16);
            if (text.regionMatches(anyCase, at, text, from, to - from)) {
                return at + to - from;
            }
        }
        return -1;
    }

    private boolean holds(RegexNode.Place place, int at) {
        return switch (place) {
            case TEXT_START -> at == 0;
            case TEXT_END -> at == end;
            case TEXT_END_OR_LAST_LINE -> at == end || at == end - 1 && text.charAt(at) == '\n';
            case LINE_START -> at == 0 || text.charAt(at - 1) == '\n' && at < end;
            case LINE_END -> at == end || text.charAt(at) == '\n';
            case WORD_BOUNDARY -> isBoundary(at);
            case NO_WORD_BOUNDARY -> !isBoundary(at);
            case SEARCH_START -> at == searchStart;
        };
    }

    private boolean isBoundary(int at) {
        boolean before = at > 0 && CodePoints.isWord(text.codePointBefore(at));
        boolean after = at < end && CodePoints.isWord(text.codePointAt(at));
        return before != after;
    }
}
