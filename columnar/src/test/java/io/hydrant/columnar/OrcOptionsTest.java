package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import io.trino.orc.OrcPredicate;
import io.trino.orc.OrcReader;
import io.trino.orc.TupleDomainOrcPredicate;
import io.trino.orc.metadata.StripeInformation;
import io.trino.spi.predicate.Domain;
import io.trino.spi.type.BigintType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the options of ORC are for is seen in the object.
class OrcOptionsTest {
    private static final TableSchema SCHEMA =
            new TableSchema(
                    List.of(
                            new TableColumn("id", Primitive.BIGINT),
                            new TableColumn("text", Primitive.STRING)));
    private static final int ROWS = 20_000;
    private static final int BLOCK_BYTES = 300_000;

    @Test
    void stripesHaveTheirSizeAndIndexesTheirStride() throws Exception {
        OrcReader small = Trino.reader(object(options(100_000, false, 1.0, List.of())));
        assertThat(small.getFooter().getStripes()).hasSizeGreaterThan(5);
        assertThat(small.getFooter().getRowsInRowGroup()).hasValue(2_000);
        assertThat(Trino.reader(object(Written.ORC)).getFooter().getStripes()).hasSize(1);
        assertThat(Trino.reader(object(Written.ORC)).getFooter().getRowsInRowGroup())
                .hasValue(10_000);
    }

    @Test
    void paddedStripesLieWithinABlock() throws Exception {
        assertThat(crossing(object(options(100_000, true, 1.0, List.of())))).isZero();
        assertThat(crossing(object(options(100_000, false, 1.0, List.of())))).isPositive();
    }

    private static long crossing(byte[] orc) throws Exception {
        List<StripeInformation> stripes = Trino.reader(orc).getFooter().getStripes();
        return stripes.stream()
                .filter(stripe ->
                        stripe.getOffset() / BLOCK_BYTES
                                != (stripe.getOffset() + stripe.getTotalLength() - 1) / BLOCK_BYTES)
                .count();
    }

    @Test
    void aBloomFilterRulesOutWhatIsNotThere() throws Exception {
        byte[] with = object(options(8 << 20, false, 1.0, List.of("ID", "gone")));
        byte[] without = object(options(8 << 20, false, 1.0, List.of()));
        assertThat(rowsReadFor(with, 10_001) + rowsReadFor(with, 12_345)).isZero();
        assertThat(rowsReadFor(with, 10_000)).isPositive();
        assertThat(rowsReadFor(without, 10_001)).isPositive();
    }

    private static int rowsReadFor(byte[] orc, long id) throws Exception {
        OrcPredicate predicate =
                TupleDomainOrcPredicate.builder()
                        .setBloomFiltersEnabled(true)
                        .addColumn(
                                Trino.reader(orc)
                                        .getRootColumn()
                                        .getNestedColumns()
                                        .getFirst()
                                        .getColumnId(),
                                Domain.singleValue(BigintType.BIGINT, id))
                        .build();
        return Trino.rows(SCHEMA, orc, predicate).size();
    }

    @Test
    void theThresholdDecidesAboutDictionaries() throws Exception {
        int withDictionary = object(options(8 << 20, false, 1.0, List.of())).length;
        int without = object(options(8 << 20, false, 0.0, List.of())).length;
        assertThat(without).isGreaterThan(2 * withDictionary);
    }

    @Test
    void theVersionIsInThePostscript() throws Exception {
        assertThat(tail(object(version(OrcVersion.V0_11)))).contains("[34, 2, 0, 11]");
        assertThat(tail(object(version(OrcVersion.V0_12)))).contains("[34, 2, 0, 12]");
    }

    /// Every four bytes in a row, of the last hundred.
    private static List<String> tail(byte[] orc) {
        List<String> found = new ArrayList<>();
        for (int i = orc.length - 100; i < orc.length - 4; i++) {
            found.add(Arrays.toString(Arrays.copyOfRange(orc, i, i + 4)));
        }
        return found;
    }

    /// Even ids, and one of a thousand texts with each.
    private static byte[] object(Orc options) throws Exception {
        Random random = new Random(1);
        String[] texts = new String[1000];
        Arrays.setAll(texts, i -> Long.toHexString(random.nextLong()).repeat(4) + i);
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            rows.add(new Object[] {2 * i, texts[random.nextInt(texts.length)]});
        }
        return Written.object(SCHEMA, Written.orc(options), rows);
    }

    private static Orc version(OrcVersion version) {
        return new Orc(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(version));
    }

    private static Orc options(int stripe, boolean pads, double threshold, List<String> bloom) {
        return new Orc(
                Optional.of(stripe),
                Optional.of(BLOCK_BYTES),
                Optional.of(2_000),
                Optional.of(pads),
                Optional.of(1.0),
                Optional.of(OrcCompression.NONE),
                Optional.of(bloom),
                Optional.of(0.01),
                Optional.of(threshold),
                Optional.empty());
    }
}
