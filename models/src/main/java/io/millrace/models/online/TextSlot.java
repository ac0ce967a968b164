package io.millrace.models.online;

import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.EncodingFit;
import io.millrace.models.feature.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A category with one element for each text that was seen, up to a bound, and a last one for all others and for none. */
final class TextSlot implements ColumnSlot {
    private final int column;
    private final int most;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** A category of which no text is known yet. */
    TextSlot(int column) {
        this.column = column;
        this.most = EncodingFit.DEFAULT_VOCABULARY;
    }

    /** A category whose texts stay as they are. */
    TextSlot(int column, List<String> texts) {
        this.column = column;
        this.most = texts.size();
        texts.forEach(this::add);
    }

    private void add(String text) {
        places.put(text, places.size());
    }

    @Override
    public Growth observe(Row row) {
        String text = row.text(column);
        if (text == null || places.size() >= most || places.containsKey(text) || !EncodingFit.writable(text)) {
            return Growth.NONE;
        }
        add(text);
        return Growth.BEFORE_LAST;
    }

    @Override
    public int width() {
        return places.size() + 1;
    }

    @Override
    public void encode(Row row, float[] into, int at) {
        for (int i = 0; i <= places.size(); i++) {
            into[at + i] = 0;
        }
        into[at + place(row.text(column))] = 1;
    }

    private int place(@Nullable String text) {
        return text == null ? places.size() : places.getOrDefault(text, places.size());
    }

    @Override
    public OneHot encoding() {
        return new OneHot(List.copyOf(places.keySet()));
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(places.size());
        for (String text : places.keySet()) {
            out.writeUTF(text);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        places.clear();
        for (int left = in.readInt(); left > 0; left--) {
            add(in.readUTF());
        }
    }
}
