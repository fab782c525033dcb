package io.hydrant.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PairedComparisonTest {
    /// The machine was slow in the second round, for both: the ratio does not mind.
    private static final PairedComparison.Figure FIGURE =
            new PairedComparison.Figure("CPU s", List.of(0.5, 0.9, 0.6), List.of(1.0, 1.8, 1.0));

    @Test
    void ratiosAreOfRunsThatFollowedEachOther() {
        assertThat(FIGURE.ratios()).containsExactly(0.5, 0.5, 0.6);
        assertThat(FIGURE.ratio()).isEqualTo(0.5);
        assertThat(FIGURE.tableRow())
                .isEqualTo("| CPU s | 0.600 | 1.000 | 0.50 | 0.50, 0.50, 0.60 |");
    }

    @Test
    void ofAnEvenCountTheMedianIsBetween() {
        assertThat(new PairedComparison.Figure("ms", List.of(1.0, 2.0), List.of(2.0, 2.0)).ratio())
                .isEqualTo(0.75);
    }

    @Test
    void jsonHasTheRunsAndWhatFollowsFromThem() {
        JsonNode json = JsonMapper.shared().valueToTree(FIGURE);
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "figure", "here", "other", "hereMedian", "otherMedian", "ratios", "ratio");
    }
}
