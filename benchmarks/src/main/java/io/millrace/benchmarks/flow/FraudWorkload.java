package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.EventsConfig.Format;
import io.millrace.config.FieldType;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.tensor.TableWriter;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.validate.FrameWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Payments: 64 numbers and 8 categories each, and 8 numbers about the user from a feature store. */
final class FraudWorkload implements Workload {
    private static final int NUMBERS = 64;
    private static final int CATEGORIES = 8;
    private static final int TEXTS = 100;
    private static final int USER_NUMBERS = 8;
    private static final int USERS = 50_000;
    private static final int STEPS = 10_000;
    private static final long FIRST_MILLIS = 1_750_000_000_000L;

    private final Format format;
    private final Chance events = new Chance("fraud");
    private final Chance users = new Chance("fraud users");
    private final Zipf zipf = new Zipf(USERS);
    private final FrameWriter frames = FrameWriter.narrow(schema());

    FraudWorkload(Format format) {
        this.format = format;
    }

    @Override
    public String name() {
        return format == Format.JSON ? "W2-json" : "W2-frame";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "fraud-mlp as %s: %d numbers, %d categories, %d numbers of the user (%,d users, Zipf 1.0);"
                        + " embeddings and a 128-256-128-1 network",
                format == Format.JSON ? "JSON" : "tensor frames",
                NUMBERS,
                CATEGORIES,
                USER_NUMBERS,
                USERS);
    }

    @Override
    public void furnish(Home home) throws IOException, ModelLoadException {
        new ShippedFiles(format == Format.JSON ? "fraud-json" : "fraud-frame", "fraud", List.of("fraud_user"))
                .install(home, this);
    }

    @Override
    public int events() {
        return format == Format.JSON ? 4_000_000 : 9_000_000;
    }

    @Override
    public Outbound event(int index) {
        Payment payment = payment(index);
        byte[] key = user(payment.user).getBytes(UTF_8);
        return new Outbound(key, format == Format.JSON ? json(index, payment) : frame(index, payment), List.of());
    }

    @Override
    public Row row(int index) {
        Payment payment = payment(index);
        double[] numbers = new double[NUMBERS + CATEGORIES + USER_NUMBERS];
        String[] texts = new String[numbers.length];
        fill(payment, numbers, texts);
        int[] profile = profile(payment.user);
        for (int i = 0; i < USER_NUMBERS; i++) {
            numbers[NUMBERS + CATEGORIES + i] = fraction(profile[i]);
        }
        return new Values(numbers, texts, new float[0][]);
    }

    @Override
    public int index(String eventId) {
        return Integer.parseInt(eventId, 1, eventId.length(), 10);
    }

    @Override
    public Map<String, Row> features() {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (int user = 0; user < USERS; user++) {
            double[] numbers = new double[USER_NUMBERS];
            int[] profile = profile(user);
            for (int i = 0; i < USER_NUMBERS; i++) {
                numbers[i] = fraction(profile[i]);
            }
            rows.put(user(user), Values.ofNumbers(numbers));
        }
        return rows;
    }

    /** An event as a row of a table. */
    TableWriter.Entry entry(int index) {
        return entry(index, payment(index));
    }

    private static TableWriter.Entry entry(int index, Payment payment) {
        double[] numbers = new double[NUMBERS + CATEGORIES];
        String[] texts = new String[numbers.length];
        fill(payment, numbers, texts);
        Row row = new Values(numbers, texts, new float[0][]);
        return new TableWriter.Entry(id(index), user(payment.user), FIRST_MILLIS + index, row);
    }

    private record Payment(int user, int[] numbers, int[] categories) {}

    private Payment payment(int index) {
        SplittableRandom random = events.of(index);
        int user = zipf.draw(random);
        return new Payment(
                user,
                random.ints(NUMBERS, 0, STEPS).toArray(),
                random.ints(CATEGORIES, 0, TEXTS).toArray());
    }

    private int[] profile(int user) {
        return users.of(user).ints(USER_NUMBERS, 0, STEPS).toArray();
    }

    private byte[] json(int index, Payment payment) {
        JsonText json = new JsonText()
                .text("id", id(index))
                .text("user", user(payment.user))
                .number("at", FIRST_MILLIS + index);
        for (int i = 0; i < NUMBERS; i++) {
            json.fraction(number(i), payment.numbers[i]);
        }
        for (int i = 0; i < CATEGORIES; i++) {
            json.text("c" + i, "v" + payment.categories[i]);
        }
        return json.bytes();
    }

    private byte[] frame(int index, Payment payment) {
        TableWriter.Entry entry = entry(index, payment);
        return frames.write(entry.id(), entry.key(), entry.timeMillis(), entry.row());
    }

    private static void fill(Payment payment, double[] numbers, String[] texts) {
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = fraction(payment.numbers[i]);
        }
        for (int i = 0; i < CATEGORIES; i++) {
            numbers[NUMBERS + i] = Double.NaN;
            texts[NUMBERS + i] = "v" + payment.categories[i];
        }
    }

    static Schema schema() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            columns.add(new Column(number(i), FieldType.FLOAT, 1));
        }
        for (int i = 0; i < CATEGORIES; i++) {
            columns.add(new Column("c" + i, FieldType.CATEGORY, 1));
        }
        return new Schema(columns);
    }

    private static double fraction(int step) {
        return step / (double) STEPS;
    }

    private static String id(int index) {
        return "p" + index;
    }

    private static String user(int rank) {
        return "user-" + rank;
    }

    private static String number(int i) {
        return (i < 10 ? "n0" : "n") + i;
    }
}
