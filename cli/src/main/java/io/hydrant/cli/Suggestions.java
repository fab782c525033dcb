package io.hydrant.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What somebody who mistyped a word may have meant.
final class Suggestions {
    private Suggestions() {}

    /// The nearest of the words, as far as any is near; several when they are equally so.
    static List<String> of(String typed, Collection<String> words) {
        int furthest = Math.max(1, typed.length() / 3);
        int nearest =
                words.stream()
                        .mapToInt(word -> distance(typed, word))
                        .min()
                        .orElse(Integer.MAX_VALUE);
        return nearest > furthest
                ? List.of()
                : words.stream()
                        .filter(word -> distance(typed, word) == nearest)
                        .sorted(Comparator.naturalOrder())
                        .toList();
    }

    /// How many letters were left out, added, changed, or swapped with their neighbours.
    private static int distance(String typed, String word) {
        int[][] least = new int[typed.length() + 1][word.length() + 1];
        Arrays.setAll(least[0], i -> i);
        for (int i = 1; i <= typed.length(); i++) {
            least[i][0] = i;
            for (int j = 1; j <= word.length(); j++) {
                boolean isSame = typed.charAt(i - 1) == word.charAt(j - 1);
                int changed = least[i - 1][j - 1] + (isSame ? 0 : 1);
                least[i][j] = Math.min(changed, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
                if (i > 1
                        && j > 1
                        && typed.charAt(i - 1) == word.charAt(j - 2)
                        && typed.charAt(i - 2) == word.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[typed.length()][word.length()];
    }
}
