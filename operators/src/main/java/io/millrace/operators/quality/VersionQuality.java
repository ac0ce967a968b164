package io.millrace.operators.quality;

import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Judged;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of what one version says as one variant, by slice. */
final class VersionQuality {
    private static final int NO_OUTPUTS = 0;

    private final JudgeOfVersion judges;
    private final Recent recent;
    private final Map<String, Figure> figures = new TreeMap<>();
    private int outputs = NO_OUTPUTS;
    private @Nullable Judge judge;

    /** Who judges this version. */
    @FunctionalInterface
    interface JudgeOfVersion {
        Judge of(int outputs);
    }

    /**
     * What became of a row's label.
     *
     * @param label what holds now, or null
     * @param replaced what held before, or null
     * @param before the last label that was known when the row was predicted, or null
     */
    record Change(
            String id,
            @Nullable String label,
            @Nullable String replaced,
            @Nullable String before) {}

    VersionQuality(List<String> fields, JudgeOfVersion judges) {
        this.judges = judges;
        this.recent = new Recent(fields);
    }

    void scored(long timeMillis, List<String> slices) {
        slices.forEach(slice -> figure(slice).scored(timeMillis));
    }

    void absent(List<String> slices) {
        slices.forEach(slice -> figure(slice).absent());
    }

    /** Takes in a label, or a change of one; false if it says nothing. */
    boolean labeled(Change change, float[] said, List<String> slices) {
        Judge judging = judge(said.length);
        Recent.Entry known = change.replaced() == null ? null : recent.find(change.id());
        Judged replaced = judged(judging, change.replaced(), change, said, known);
        Judged holds = judged(judging, change.label(), change, said, known);
        if (replaced == null || (known == null && !recent.mayHaveForgotten())) {
            return holds != null && add(judging, change.id(), holds, slices);
        }
        long[] places = known == null ? recent.forgotten() : known.places();
        for (int i = 0; i < slices.size(); i++) {
            places[i] = figure(slices.get(i)).replace(judging, places[i], replaced, holds);
        }
        if (holds == null) {
            recent.forget(change.id());
        }
        return true;
    }

    private boolean add(Judge judging, String id, Judged one, List<String> slices) {
        long[] places = new long[slices.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = figure(slices.get(i)).label(judging, one);
        }
        recent.add(id, new Recent.Entry(one.before(), places));
        return true;
    }

    /* What was known before the row stays what it was when its first label came. */
    private static @Nullable Judged judged(
            Judge judge, @Nullable String label, Change change, float[] said, Recent.@Nullable Entry known) {
        Judged judged = label == null ? null : judge.judge(label, change.before(), said, 0);
        return judged == null || known == null ? judged : judged.after(known.before());
    }

    private Judge judge(int width) {
        Judge judging = judge == null ? judges.of(width) : judge;
        judge = judging;
        outputs = width;
        return judging;
    }

    /** Whether its labels are known to be classes. */
    boolean ofClasses() {
        return judge != null && judge.ofClasses();
    }

    private Figure figure(String slice) {
        return figures.computeIfAbsent(slice, any -> new Figure());
    }

    /** Whether of every row that was scored it is known what became of it. */
    boolean settled() {
        return figures.values().stream().allMatch(Figure::settled);
    }

    Map<String, Figure> figures() {
        return figures;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(judge == null ? NO_OUTPUTS : outputs);
        recent.write(out);
        out.writeInt(figures.size());
        for (Map.Entry<String, Figure> each : figures.entrySet()) {
            out.writeUTF(each.getKey());
            each.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        int width = in.readInt();
        Judge judging = width == NO_OUTPUTS ? null : judge(width);
        recent.read(in);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            figures.put(in.readUTF(), Figure.read(in, judging));
        }
    }
}
