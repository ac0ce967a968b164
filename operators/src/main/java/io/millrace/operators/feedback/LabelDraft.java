package io.millrace.operators.feedback;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.config.EventsConfig;
import io.millrace.config.LabelsConfig;
import io.millrace.config.LabelsConfig.Fields;
import io.millrace.config.ModelConfig;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.time.Ticker;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.Printable;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A label while it is read. */
final class LabelDraft {
    /** Longest text of a label, in characters. */
    static final int MAX_TEXT = 1024;

    private final Rules rules;
    private @Nullable String target;
    private @Nullable String value;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String labeler;
    private long revision;
    private boolean retracted;
    private double confidence = 1;
    private long timeMillis = Label.NO_TIME;

    /** What labels of a pipeline must be. */
    record Rules(
            LabelsConfig labels,
            ModelConfig model,
            Ticker ticker,
            @Nullable TimeReader times) {

        Rules(LabelsConfig labels, ModelConfig model, Ticker ticker) {
            this(labels, model, ticker, reader(labels.time()));
        }

        private static @Nullable TimeReader reader(EventsConfig.@Nullable Time time) {
            return time == null ? null : new TimeReader(time);
        }
    }

    LabelDraft(Rules rules) {
        this.rules = rules;
    }

    /** Takes the parser's current value, which is not null, for everything that its field stands for. */
    void read(String name, JsonParser json) throws IOException, Refused {
        LabelsConfig labels = rules.labels();
        Fields fields = labels.fields();
        EventsConfig.Time time = labels.time();
        if (name.equals(labels.match().field())) {
            target = text(name, json);
        }
        if (name.equals(fields.value())) {
            value = value(name, json);
        }
        if (name.equals(fields.id())) {
            id = text(name, json);
        }
        if (name.equals(fields.source())) {
            source = text(name, json);
        }
        if (name.equals(fields.labeler())) {
            labeler = text(name, json);
        }
        if (name.equals(fields.revision())) {
            revision = revision(name, json);
        }
        if (name.equals(fields.retracted())) {
            retracted = truth(name, json);
        }
        if (name.equals(fields.confidence())) {
            confidence = confidence(name, json);
        }
        if (time != null && name.equals(time.field())) {
            timeMillis = time(time, json);
        }
    }

    String target() throws Refused {
        if (target == null || target.isEmpty()) {
            throw missing(rules.labels().match().field());
        }
        return target;
    }

    Label label(RawEvent record) throws Refused {
        LabelsConfig labels = rules.labels();
        if (value == null && !retracted) {
            throw missing(labels.fields().value());
        }
        EventsConfig.Time time = labels.time();
        if (time != null && timeMillis == Label.NO_TIME) {
            throw missing(time.field());
        }
        if (id == null && revision != 0) {
            throw missing(String.valueOf(labels.fields().id()));
        }
        return new Label(
                retracted ? null : value,
                confidence,
                new Label.Revision(id, revision),
                new Label.Author(source, labeler),
                new Label.Moment(timeMillis, record.timestamp()),
                record.position().toString());
    }

    private static Refused missing(String field) {
        return new Refused(Reason.MISSING_FIELD, "required field is missing: field=" + field);
    }

    private String value(String name, JsonParser json) throws IOException, Refused {
        JsonToken token = json.currentToken();
        String text = token.isBoolean() ? json.getText() : scalar(name, json, "text, number or boolean");
        if (rules.model().task() == Task.REGRESSION) {
            double number = number(name, text);
            if (rules.model().targetTransform() == TargetTransform.LOG && number <= 0) {
                throw new Refused(
                        Reason.OUT_OF_RANGE,
                        "label has no logarithm: field=" + name + ", value=" + text + ", min=above 0");
            }
        }
        return text;
    }

    private static double number(String name, String text) throws Refused {
        try {
            double number = Double.parseDouble(text);
            if (!Double.isFinite(number)) {
                throw new Refused(Reason.NOT_FINITE, "field=" + name + ", value=" + Printable.quoted(text));
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Refused(
                    Reason.WRONG_TYPE, "field=" + name + ", type=number, found=text " + Printable.quoted(text));
        }
    }

    private String text(String name, JsonParser json) throws IOException, Refused {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong(name, "text or whole number", json);
        }
        return scalar(name, json, "text or whole number");
    }

    private static String scalar(String name, JsonParser json, String expected) throws IOException, Refused {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw wrong(name, expected, json);
        }
        String text = json.getText();
        if (text.length() > MAX_TEXT) {
            throw new Refused(
                    Reason.TOO_LONG,
                    "text is too long: field=" + name + ", characters=" + text.length() + ", max=" + MAX_TEXT);
        }
        return text;
    }

    private static long revision(String name, JsonParser json) throws IOException, Refused {
        boolean fits = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits) {
            throw wrong(name, "whole number", json);
        }
        return json.getLongValue();
    }

    private static boolean truth(String name, JsonParser json) throws IOException, Refused {
        if (!json.currentToken().isBoolean()) {
            throw wrong(name, "boolean", json);
        }
        return json.getBooleanValue();
    }

    private static double confidence(String name, JsonParser json) throws IOException, Refused {
        if (!json.currentToken().isNumeric()) {
            throw wrong(name, "number", json);
        }
        double number = json.getDoubleValue();
        if (!(number > 0 && number <= 1)) {
            throw new Refused(
                    Reason.OUT_OF_RANGE, "field=" + name + ", value=" + json.getText() + ", min=above 0, max=1");
        }
        return number;
    }

    private long time(EventsConfig.Time time, JsonParser json) throws IOException, Refused {
        TimeReader reader = rules.times();
        JsonToken token = json.currentToken();
        if (reader == null || (token != JsonToken.VALUE_STRING && !token.isNumeric())) {
            throw wrong(time.field(), "time", json);
        }
        long millis = TimeReader.UNREADABLE;
        if (token == JsonToken.VALUE_STRING || !reader.numbersAreMillis()) {
            millis = reader.read(json.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            millis = json.getLongValue();
        }
        long latest = rules.ticker().epochMillis() + time.maxFuture().toMillis();
        if (millis < 0 || millis > latest) {
            throw new Refused(
                    Reason.BAD_TIME,
                    "time cannot be read, is negative or too far ahead: field=" + time.field() + ", value="
                            + Printable.quoted(json.getText()) + ", expected=" + reader.expected() + ", max-future="
                            + time.maxFuture());
        }
        return millis;
    }

    private static Refused wrong(String name, String expected, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        String found = token.isStructStart() ? token == JsonToken.START_OBJECT ? "object" : "array" : json.getText();
        return new Refused(
                Reason.WRONG_TYPE, "field=" + name + ", type=" + expected + ", found=" + Printable.quoted(found));
    }

    /** Why a record is no label. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;
        private final String problem;

        Refused(Reason reason, String problem) {
            super(problem, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
            this.reason = reason;
            this.problem = problem;
        }

        Reason reason() {
            return reason;
        }

        String problem() {
            return problem;
        }
    }
}
