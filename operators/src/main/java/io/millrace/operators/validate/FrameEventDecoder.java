package io.millrace.operators.validate;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.util.List;

/** Decodes tensor frames: checks the header, then takes the values from where the layout says they are. */
final class FrameEventDecoder implements FormatDecoder {
    private final EventShape shape;
    private final FrameLayout layout;

    FrameEventDecoder(EventShape shape) {
        this.shape = shape;
        this.layout = new FrameLayout(shape.schema());
    }

    @Override
    public List<Decoded> decode(RawEvent raw, byte[] value) {
        EventDraft draft = new EventDraft(shape, raw);
        Frame frame = new Frame(value, layout);
        if (known(frame, draft) && whole(frame, draft)) {
            readValues(frame, draft);
        }
        return List.of(draft.finish());
    }

    private boolean known(Frame frame, EventDraft draft) {
        int bytes = frame.bytes().length;
        if (!frame.hasMagic()) {
            return unknown(draft, ForeignFormat.describe(frame.bytes(), "a tensor frame"));
        }
        if (bytes < FrameLayout.HEADER_BYTES) {
            return malformed(draft, "frame ends within its header", bytes, FrameLayout.HEADER_BYTES);
        }
        if (frame.version() != FrameLayout.VERSION) {
            return unknown(
                    draft, "frame has another version: version=" + frame.version() + ", known=" + FrameLayout.VERSION);
        }
        if ((frame.flags() & ~FrameLayout.NARROW) != 0 || frame.reserved() != 0) {
            return unknown(
                    draft,
                    "frame sets bits that have no meaning: flags=" + frame.flags() + ", known=" + FrameLayout.NARROW
                            + ", reserved=" + frame.reserved());
        }
        if (frame.fingerprint() != layout.fingerprint()) {
            return unknown(
                    draft,
                    String.format(
                            "frame was written for other fields: fingerprint=%08x, expected=%08x;"
                                    + " write it with the fields of the pipeline file, in their order",
                            frame.fingerprint(), layout.fingerprint()));
        }
        return true;
    }

    /** Whether every part lies within the bytes and nothing is left over. */
    private boolean whole(Frame frame, EventDraft draft) {
        int bytes = frame.bytes().length;
        if (frame.saidLength() != bytes) {
            return malformed(draft, "frame has another length than it says", bytes, frame.saidLength());
        }
        int textsAt = layout.textsAt(frame.flags());
        if (bytes < textsAt) {
            return malformed(draft, "frame ends before its texts", bytes, textsAt);
        }
        long end = textsAt + Integer.toUnsignedLong(frame.idLength()) + Integer.toUnsignedLong(frame.keyLength());
        for (int i = 0; i < layout.texts().length; i++) {
            end += frame.textLength(i);
        }
        if (end != bytes) {
            return malformed(draft, "texts of the frame have another length than it says", bytes, end);
        }
        return !frame.undeclaredPresent()
                || draft.refuse(
                        Reason.MALFORMED,
                        "frame marks fields as present that are not declared: declared=" + layout.fields());
    }

    private boolean readValues(Frame frame, EventDraft draft) {
        return draft.time(frame.timeMillis())
                && readNumbers(frame, draft)
                && readVectors(frame, draft)
                && readTexts(frame, draft);
    }

    private boolean readNumbers(Frame frame, EventDraft draft) {
        int[] fields = layout.numbers();
        for (int i = 0; i < fields.length; i++) {
            if (frame.present(fields[i])) {
                double value = frame.number(i);
                if (!draft.untypedNumber(fields[i], value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean readVectors(Frame frame, EventDraft draft) {
        int firstElement = 0;
        for (int field : layout.vectors()) {
            int length = shape.rule(field).length();
            if (frame.present(field)) {
                float[] elements = new float[length];
                frame.vector(firstElement, elements);
                if (!draft.vector(field, elements)) {
                    return false;
                }
            }
            firstElement += length;
        }
        return true;
    }

    private boolean readTexts(Frame frame, EventDraft draft) {
        int idAt = layout.textsAt(frame.flags());
        int keyAt = idAt + frame.idLength();
        String id = frame.text(idAt, frame.idLength());
        String key = frame.text(keyAt, frame.keyLength());
        if (id == null || key == null) {
            return draft.refuseEncoding(
                    id == null ? shape.events().id() : shape.events().key());
        }
        return draft.id(id) && draft.key(key) && readCategories(frame, keyAt + frame.keyLength(), draft);
    }

    private boolean readCategories(Frame frame, int firstAt, EventDraft draft) {
        int at = firstAt;
        int[] fields = layout.texts();
        for (int i = 0; i < fields.length; i++) {
            int length = frame.textLength(i);
            if (frame.present(fields[i])) {
                String text = frame.text(at, length);
                if (text == null) {
                    return draft.refuseEncoding(shape.rule(fields[i]).name());
                }
                if (!draft.text(fields[i], text)) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    private static boolean unknown(EventDraft draft, String detail) {
        return draft.refuse(Reason.UNKNOWN_FORMAT, detail);
    }

    private static boolean malformed(EventDraft draft, String what, int bytes, long expected) {
        return draft.refuse(Reason.MALFORMED, what + ": bytes=" + bytes + ", expected=" + expected);
    }
}
