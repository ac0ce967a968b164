package io.millrace.operators.quality;

import io.millrace.models.evaluate.DelayProfile;
import io.millrace.operators.quality.Observed.Said;
import io.millrace.operators.quality.VersionQuality.Change;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The quality of one model: the figures of its versions, and what they need to know in common. The {@value #MOST} versions
 * and variants that were last heard of are kept, and as long as there are no more than {@value #MOST_WAITING}, those too whose
 * labels have not all come. What comes of others later is not counted any more.
 */
final class ModelQuality {
    static final int MOST = 24;
    /** Where versions follow each other quickly, labels come when many others have been heard of. */
    static final int MOST_WAITING = 120;

    private static final String CHAMPION = "champion";

    private final Settings settings;
    private final Slices slices;
    private final LabelHistory history = new LabelHistory();
    private final DelayProfile delays = new DelayProfile();
    private final Map<String, VersionQuality> standings = new LinkedHashMap<>(MOST, 0.75f, /* accessOrder= */ true);
    private final Set<String> closed = new TreeSet<>();
    private final Set<String> touched = new HashSet<>();
    private final Set<FigureKey> labeled = new TreeSet<>();
    private final Set<FigureKey> grown = new TreeSet<>();
    private long nowMillis = Long.MIN_VALUE;
    private int champion;

    /**
     * What it works with.
     *
     * @param slices fields by whose values quality is told
     */
    record Settings(String model, List<String> slices, Judges judges) {}

    ModelQuality(Settings settings) {
        this.settings = settings;
        this.slices = new Slices(settings.slices());
    }

    /** Takes in what became of a row. */
    void take(Observed observed) {
        Observed.Row row = observed.row();
        nowMillis = Math.max(nowMillis, row.timeMillis() + observed.delayMillis());
        List<String> names = slices.of(row.slices());
        String before = history.before(row.timeMillis());
        boolean ofClasses = false;
        for (Said said : row.said()) {
            if (!closed.contains(said.version() + "/" + said.variant())) {
                ofClasses |= take(observed, said, names, before).ofClasses();
            }
        }
        String label = observed.label();
        if (label != null && observed.replaced() == null) {
            delays.add(observed.delayMillis());
            if (ofClasses) {
                history.add(row.timeMillis() + observed.delayMillis(), label);
            }
        }
    }

    private VersionQuality take(Observed observed, Said said, List<String> names, @Nullable String before) {
        String name = said.version() + "/" + said.variant();
        VersionQuality standing = standings.computeIfAbsent(name, any -> standing(said.version()));
        touched.add(name);
        boolean tells =
                switch (observed.kind()) {
                    case SCORED -> {
                        champion = said.variant().equals(CHAMPION) ? said.version() : champion;
                        standing.scored(observed.row().timeMillis(), names);
                        yield false;
                    }
                    case ABSENT -> {
                        standing.absent(names);
                        yield true;
                    }
                    case LABELED ->
                        standing.labeled(
                                new Change(observed.row().id(), observed.label(), observed.replaced(), before),
                                said.outputs(),
                                names);
                };
        for (String slice : names) {
            (tells ? labeled : grown).add(new FigureKey(said.version(), said.variant(), slice));
        }
        return standing;
    }

    private VersionQuality standing(int version) {
        return new VersionQuality(
                settings.slices(), outputs -> settings.judges().of(settings.model(), version, outputs));
    }

    /** Tells every figure whose labels have changed since it was told. */
    void tellLabeled(Consumer<Told> out) {
        tell(labeled, out);
    }

    /** Tells every figure for whose slice rows were scored since it was told. */
    void tellGrown(Consumer<Told> out) {
        tell(grown, out);
    }

    private void tell(Set<FigureKey> keys, Consumer<Told> out) {
        Set<FigureKey> telling = new TreeSet<>(keys);
        labeled.removeAll(telling);
        grown.removeAll(telling);
        for (FigureKey key : telling) {
            VersionQuality standing = standings.get(key.standing());
            Figure figure = standing == null ? null : standing.figures().get(key.slice());
            if (figure != null) {
                out.accept(new Told(settings.model(), key, figure, maturity(figure), nowMillis));
            }
        }
    }

    private double maturity(Figure figure) {
        return figure.rows().share(delays, nowMillis);
    }

    /**
     * A figure as it is now.
     *
     * @param maturity share of the labels of its rows that is expected to have come
     */
    record Told(String model, FigureKey key, Figure figure, double maturity, long nowMillis) {}

    /** Whether a figure is that of the version that serves most rows, and of all of them. */
    boolean serves(FigureKey key) {
        return key.version() == champion
                && key.variant().equals(CHAMPION)
                && key.slice().equals(Slices.ALL);
    }

    /** Forgets the versions beyond those that are kept; what they came to has been told. Returns their names. */
    Set<String> close() {
        Set<String> gone = new TreeSet<>();
        // Entries, as to look a version up would make it the one that was last heard of.
        for (Map.Entry<String, VersionQuality> each : List.copyOf(standings.entrySet())) {
            boolean dispensable = standings.size() > MOST && each.getValue().settled();
            if (dispensable || standings.size() > MOST_WAITING) {
                gone.add(each.getKey());
                standings.remove(each.getKey());
            }
        }
        touched.removeAll(gone);
        closed.addAll(gone);
        return gone;
    }

    /** The names of the versions and variants that have changed since this was asked. */
    Set<String> touched() {
        Set<String> names = new TreeSet<>(touched);
        touched.clear();
        return names;
    }

    /** Writes what the versions have in common. */
    void write(DataOutput out) throws IOException {
        out.writeLong(nowMillis);
        out.writeInt(champion);
        slices.write(out);
        history.write(out);
        long[] counts = delays.counts();
        for (long count : counts) {
            out.writeLong(count);
        }
        write(closed, out);
        write(standings.keySet(), out);
    }

    private static void write(Set<String> names, DataOutput out) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    /** Writes one version as one variant. */
    void write(String name, DataOutput out) throws IOException {
        VersionQuality standing = standings.get(name);
        if (standing == null) {
            throw new IllegalArgumentException("no such version and variant: name=" + name);
        }
        standing.write(out);
    }

    /** Reads what the versions have in common; returns the names of the versions and variants, to be read in order. */
    List<String> read(DataInput in) throws IOException {
        nowMillis = in.readLong();
        champion = in.readInt();
        slices.read(in);
        history.read(in);
        long[] counts = new long[DelayProfile.BINS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
        delays.addAll(new DelayProfile(counts));
        closed.addAll(names(in));
        return names(in);
    }

    private static List<String> names(DataInput in) throws IOException {
        String[] names = new String[in.readInt()];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.readUTF();
        }
        return List.of(names);
    }

    /** Reads one version as one variant. */
    void read(String name, DataInput in) throws IOException {
        VersionQuality standing = standing(Integer.parseInt(name.substring(0, name.indexOf('/'))));
        standing.read(in);
        standings.put(name, standing);
    }
}
