package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records of every shape that may travel, the odd ones included, drawn from a seed. */
public final class RandomRecords {
    private static final String[] TEXTS = {
        "", "a", "98103", "naïve", "日本語", "\uD83D\uDE00", "\uD800 alone", "tab\tand\nline", "x".repeat(70_000)
    };
    private static final double[] NUMBERS = {
        0.0, -0.0, 1.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 0.1
    };

    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    public RawEvent rawEvent() {
        Position position = new Position(text(), random.nextInt(64), random.nextLong(), random.nextInt(5) - 1);
        return new RawEvent(position, random.nextLong(), nullableBytes(), nullableBytes(), headers());
    }

    public Event event() {
        return new Event(rawEvent(), text(), text(), random.nextLong(), values());
    }

    public Rejection rejection() {
        Rejection.Stage[] stages = Rejection.Stage.values();
        Reason[] reasons = Reason.values();
        return new Rejection(
                rawEvent(), stages[random.nextInt(stages.length)], reasons[random.nextInt(reasons.length)], text());
    }

    public Decoded decoded() {
        return random.nextBoolean() ? event() : rejection();
    }

    public EnrichedEvent enrichedEvent() {
        return new EnrichedEvent(event(), featureValues(), random.nextInt());
    }

    public Prediction prediction() {
        ModelStamp model = new ModelStamp(text(), random.nextInt(), text(), text(), number());
        float[] outputs = floats();
        return new Prediction(
                enrichedEvent(), model, outputs, random.nextInt(), random.nextInt(), random.nextInt(1024));
    }

    public ReviewRequest reviewRequest() {
        ReviewRequest.Cause[] causes = ReviewRequest.Cause.values();
        return new ReviewRequest(prediction(), causes[random.nextInt(causes.length)], random.nextLong());
    }

    public ScoredBatch scoredBatch() {
        return new ScoredBatch(random.nextInt(1024), bytes());
    }

    public ModelAnnouncement modelAnnouncement() {
        return new ModelAnnouncement(
                text(), random.nextInt(), random.nextLong(), random.nextInt(3), random.nextDouble());
    }

    public FeatureUpdate featureUpdate() {
        return new FeatureUpdate(text(), random.nextLong(), random.nextBoolean() ? values() : null);
    }

    public ServedFeatures servedFeatures() {
        return new ServedFeatures(text(), text(), text(), random.nextLong(), random.nextLong(), values(), bytes());
    }

    public FeatureCheck featureCheck() {
        FeatureCheck.Outcome[] outcomes = FeatureCheck.Outcome.values();
        return new FeatureCheck(
                text(),
                random.nextLong(),
                outcomes[random.nextInt(outcomes.length)],
                number(),
                number(),
                random.nextLong());
    }

    public Outbound outbound() {
        return new Outbound(nullableBytes(), nullableBytes(), headers());
    }

    public Scored scored() {
        Scored.Shadow shadow =
                random.nextBoolean() ? new Scored.Shadow(random.nextInt(), floats(), random.nextInt()) : null;
        ModelStamp model = new ModelStamp(text(), random.nextInt(), text(), text(), number());
        return new Scored(
                text(),
                text(),
                text(),
                random.nextLong(),
                model,
                floats(),
                random.nextInt(),
                shadow,
                random.nextInt(),
                values());
    }

    public Drift drift() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            numbers.put(text(), number());
        }
        return new Drift(
                text(),
                nullableText(),
                nullableText(),
                random.nextBoolean() ? Drift.State.LEFT : Drift.State.BACK,
                nullableText(),
                numbers,
                random.nextLong());
    }

    public Label label() {
        return new Label(
                nullableText(),
                number(),
                new Label.Revision(nullableText(), random.nextLong()),
                new Label.Author(nullableText(), nullableText()),
                new Label.Moment(random.nextLong(), random.nextLong()),
                text());
    }

    public LabelEvent labelEvent() {
        return new LabelEvent(rawEvent(), text(), label());
    }

    public LabelRecord labelRecord() {
        return random.nextBoolean() ? labelEvent() : new LabelRecord.Refused(rejection());
    }

    public Feedback feedback() {
        Feedback.Kind[] kinds = Feedback.Kind.values();
        Feedback.Evidence evidence = new Feedback.Evidence(
                number(),
                nullableText(),
                nullableText(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                text());
        return new Feedback(
                scored(),
                kinds[random.nextInt(kinds.length)],
                nullableText(),
                nullableText(),
                random.nextBoolean() ? evidence : null,
                number());
    }

    public Published published() {
        return new Published(text(), random.nextInt(), random.nextInt(), random.nextLong(), random.nextLong());
    }

    public FeatureValues featureValues() {
        Values values = values();
        Freshness[] all = Freshness.values();
        byte[] freshness = new byte[values.size()];
        for (int i = 0; i < freshness.length; i++) {
            freshness[i] = all[random.nextInt(all.length)].code();
        }
        long[] ages = new long[random.nextInt(3)];
        for (int i = 0; i < ages.length; i++) {
            ages[i] = random.nextBoolean() ? FeatureValues.NO_AGE : random.nextInt(Integer.MAX_VALUE);
        }
        return new FeatureValues(values, freshness, ages, random.nextBoolean());
    }

    /** Up to five columns; texts and vectors are left out, all missing, or present in part. */
    public Values values() {
        double[] numbers = new double[random.nextInt(6)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number();
        }
        @Nullable String[] texts = new @Nullable String[random.nextBoolean() ? numbers.length : 0];
        float[] @Nullable [] vectors = new float[random.nextBoolean() ? numbers.length : 0] @Nullable [];
        boolean allMissing = random.nextInt(4) == 0;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = allMissing || random.nextBoolean() ? null : text();
        }
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = allMissing || random.nextBoolean() ? null : floats();
        }
        return new Values(numbers, texts, vectors);
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(new Header(text(), nullableBytes()));
        }
        return headers;
    }

    private @Nullable String nullableText() {
        return random.nextInt(3) == 0 ? null : text();
    }

    private String text() {
        /* The long text is rare: it is there for its length, not for its frequency. */
        int length = random.nextInt(200) == 0 ? TEXTS.length : TEXTS.length - 1;
        return TEXTS[random.nextInt(length)];
    }

    private double number() {
        return random.nextBoolean() ? random.nextGaussian() : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private float[] floats() {
        float[] floats = new float[random.nextInt(5)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) number();
        }
        return floats;
    }

    private byte @Nullable [] nullableBytes() {
        return random.nextInt(4) == 0 ? null : bytes();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }
}
