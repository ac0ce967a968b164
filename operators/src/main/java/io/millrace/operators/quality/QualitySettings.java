package io.millrace.operators.quality;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator works with.
 *
 * @param slices fields by whose values quality is told
 * @param judges what labels mean
 */
record QualitySettings(String pipeline, ArrayList<String> slices, Judges judges) implements Serializable {

    static QualitySettings of(String pipeline, List<String> slices, Judges judges) {
        return new QualitySettings(pipeline, new ArrayList<>(slices), judges);
    }
}
