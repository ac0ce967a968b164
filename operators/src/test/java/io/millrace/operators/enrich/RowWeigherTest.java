package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowWeigherTest {

    private static int weight(FeatureRow row) {
        return RowWeigher.bytes("k", CachedRow.found(row, 0));
    }

    @Test
    void countsTheElementsOfVectors() {
        int without = weight(new FeatureRow(Views.home("r"), 0));
        int with = weight(new FeatureRow(Views.home("r", new float[768]), 0));
        assertThat(with - without).isEqualTo(768 * Float.BYTES + 20);
    }
}
