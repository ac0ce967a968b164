package io.millrace.operators.quality;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the slices that rows are in: {@value #ALL}, and one for each field. The first {@value #MOST} values of a field
 * have a slice of their own, so that no row ever changes its slice; later ones share {@value #OTHER}.
 */
final class Slices {
    static final String ALL = "all";
    static final String OTHER = "other";
    static final int MOST = 50;

    private static final int LONGEST = 200;

    private final List<String> fields;
    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    Slices(List<String> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The fields, after which the slices of a row are in order. */
    List<String> fields() {
        return fields;
    }

    /** The slices of a row: all, then that of each field. */
    List<String> of(List<String> row) {
        List<String> names = new ArrayList<>(1 + fields.size());
        names.add(ALL);
        for (int i = 0; i < fields.size(); i++) {
            names.add(fields.get(i) + "=" + value(fields.get(i), row.get(i)));
        }
        return names;
    }

    private String value(String field, String value) {
        Set<String> known = values.computeIfAbsent(field, any -> new LinkedHashSet<>());
        if (known.contains(value)) {
            return value;
        }
        if (known.size() >= MOST || value.length() > LONGEST) {
            return OTHER;
        }
        known.add(value);
        return value;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, Set<String>> each : values.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeInt(each.getValue().size());
            for (String value : each.getValue()) {
                out.writeUTF(value);
            }
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Set<String> known = values.computeIfAbsent(in.readUTF(), any -> new LinkedHashSet<>());
            int size = in.readInt();
            for (int j = 0; j < size; j++) {
                known.add(in.readUTF());
            }
        }
    }
}
