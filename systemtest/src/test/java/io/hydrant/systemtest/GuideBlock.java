package io.hydrant.systemtest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fenced block of a guide. The word behind its language says what it is for: nothing, a command
/// to run; `server`, one that goes on in the background; `wait`, one that is repeated until it
/// succeeds; `terminal`, one that would go on until a person ends it; of any other language, the
/// name of a file that has this text. `text` without a name is what the command before it prints,
/// where `…` stands for anything.
record GuideBlock(int line, String language, String word, String text) {
    private static final Pattern FENCE = Pattern.compile("(?m)^```(\\S*)[ \\t]*(.*)\\R");

    static List<GuideBlock> of(String guide) {
        List<GuideBlock> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(guide);
        int from = 0;
        while (fence.find(from)) {
            int end = guide.indexOf("\n```", fence.end() - 1);
            if (end < 0) {
                throw new IllegalArgumentException("A block has no end: " + fence.group());
            }
            int line = (int) guide.substring(0, fence.start()).lines().count() + 1;
            String text = guide.substring(fence.end(), end + 1);
            blocks.add(new GuideBlock(line, fence.group(1), fence.group(2).strip(), text));
            from = end + 4;
        }
        return blocks;
    }

    boolean isCommand() {
        return language.equals("sh");
    }

    boolean isFile() {
        return !isCommand() && !word.isEmpty();
    }

    boolean isOutput() {
        return language.equals("text") && word.isEmpty();
    }

    /// What this block, as output, matches.
    Pattern pattern() {
        StringBuilder pattern = new StringBuilder("(?s)");
        for (String part : text.strip().split("…", -1)) {
            pattern.append(pattern.length() == 4 ? "" : ".*?").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }

    /// The command, for a shell whose folder has a file named by the line for what it prints.
    String script() {
        String output = "> out." + line + " 2>&1";
        return switch (word) {
            case "" -> "{\n" + text + "} " + output + "\n";
            case "server" -> "serve out." + line + " <<'END_OF_BLOCK'\n" + text + "END_OF_BLOCK\n";
            case "wait" -> "await out." + line + " <<'END_OF_BLOCK'\n" + text + "END_OF_BLOCK\n";
            case "terminal" -> "look out." + line + " <<'END_OF_BLOCK'\n" + text + "END_OF_BLOCK\n";
            default -> throw new IllegalArgumentException("Line " + line + ": sh " + word);
        };
    }
}
