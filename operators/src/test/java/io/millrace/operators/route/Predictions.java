package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.FieldType;
import io.millrace.config.ModelConfig;
import io.millrace.config.PredictionsConfig;
import io.millrace.config.ReviewConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RawEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prediction of a house's price, and the settings of its pipeline. */
final class Predictions {
    static final long EVENT_TIME = 1_413_158_400_000L;
    static final Schema ROW = new Schema(List.of(
            new Column("sqft", FieldType.FLOAT, 1),
            new Column("bedrooms", FieldType.INT, 1),
            new Column("waterfront", FieldType.BOOL, 1),
            new Column("zip", FieldType.CATEGORY, 1),
            new Column("photo", FieldType.VECTOR, 2),
            new Column("market.median", FieldType.FLOAT, 1)));

    private Predictions() {}

    static RouteSettings settings(ModelConfig.Task task) {
        return new RouteSettings(
                "house-prices",
                new ModelConfig("house-price", "champion", task, "price", ModelConfig.TargetTransform.NONE),
                new PredictionsConfig(PredictionsConfig.Format.JSON, /* includeFeatures= */ false, /* scored= */ true),
                new ReviewConfig(null, 0),
                ROW);
    }

    static RouteSettings withInputs(RouteSettings settings) {
        return new RouteSettings(
                settings.pipeline(),
                settings.model(),
                new PredictionsConfig(PredictionsConfig.Format.JSON, /* includeFeatures= */ true, /* scored= */ true),
                settings.review(),
                settings.row());
    }

    static RouteSettings reviewed(RouteSettings settings, @Nullable Double belowConfidence, double auditRate) {
        return new RouteSettings(
                settings.pipeline(),
                settings.model(),
                settings.predictions(),
                new ReviewConfig(belowConfidence, auditRate),
                settings.row());
    }

    static Prediction prediction(long offset, float... outputs) {
        return prediction(event(offset, new float[] {0.5f, -1}, "98178"), outputs);
    }

    static Prediction prediction(EnrichedEvent event, float... outputs) {
        ModelStamp model = new ModelStamp("house-price", 7, "0123456789abcdef0123", "champion", 1);
        return new Prediction(event, model, outputs, 812, 391, 32);
    }

    static EnrichedEvent event(long offset, float[] photo, String zip) {
        RawEvent raw = new RawEvent(
                new Position("listings", 3, offset),
                1_795_000_000_000L,
                zip.getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                List.of(new Header("traceparent", "00-4bf9-00f0-01".getBytes(UTF_8))));
        Values fields = new Values(
                new double[] {1180.5, 3, 1, Double.NaN, Double.NaN},
                new @Nullable String[] {null, null, null, zip, null},
                new float @Nullable [][] {null, null, null, null, photo});
        FeatureValues features = new FeatureValues(
                Values.ofNumbers(Double.NaN), new byte[] {Freshness.STALE.code()}, new long[] {86_400_000}, false);
        return new EnrichedEvent(new Event(raw, "7129300520", zip, EVENT_TIME, fields), features, 14);
    }
}
