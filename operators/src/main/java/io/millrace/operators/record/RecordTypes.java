package io.millrace.operators.record;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The Flink type of every record that travels between stages or lies in state. */
public final class RecordTypes {
    public static final TypeInformation<RawEvent> RAW_EVENT = type(RawEvent.class, RawEventSerializer.INSTANCE);
    public static final TypeInformation<Decoded> DECODED = type(Decoded.class, DecodedSerializer.INSTANCE);
    public static final TypeInformation<Event> EVENT = type(Event.class, EventSerializer.INSTANCE);
    public static final TypeInformation<Rejection> REJECTION = type(Rejection.class, RejectionSerializer.INSTANCE);
    public static final TypeInformation<EnrichedEvent> ENRICHED_EVENT =
            type(EnrichedEvent.class, EnrichedEventSerializer.INSTANCE);
    public static final TypeInformation<Prediction> PREDICTION = type(Prediction.class, PredictionSerializer.INSTANCE);
    public static final TypeInformation<ScoredBatch> SCORED_BATCH =
            type(ScoredBatch.class, ScoredBatchSerializer.INSTANCE);
    public static final TypeInformation<ReviewRequest> REVIEW_REQUEST =
            type(ReviewRequest.class, ReviewRequestSerializer.INSTANCE);
    public static final TypeInformation<ModelAnnouncement> MODEL_ANNOUNCEMENT =
            type(ModelAnnouncement.class, ModelAnnouncementSerializer.INSTANCE);
    public static final TypeInformation<FeatureUpdate> FEATURE_UPDATE =
            type(FeatureUpdate.class, FeatureUpdateSerializer.INSTANCE);
    public static final TypeInformation<ServedFeatures> SERVED_FEATURES =
            type(ServedFeatures.class, ServedFeaturesSerializer.INSTANCE);
    public static final TypeInformation<FeatureCheck> FEATURE_CHECK =
            type(FeatureCheck.class, FeatureCheckSerializer.INSTANCE);
    public static final TypeInformation<Outbound> OUTBOUND = type(Outbound.class, OutboundSerializer.INSTANCE);

    public static final TypeInformation<Scored> SCORED = type(Scored.class, ScoredSerializer.INSTANCE);
    public static final TypeInformation<Label> LABEL = type(Label.class, LabelSerializer.INSTANCE);
    public static final TypeInformation<LabelEvent> LABEL_EVENT = type(LabelEvent.class, LabelEventSerializer.INSTANCE);
    public static final TypeInformation<LabelRecord> LABEL_RECORD =
            type(LabelRecord.class, LabelRecordSerializer.INSTANCE);
    public static final TypeInformation<Feedback> FEEDBACK = type(Feedback.class, FeedbackSerializer.INSTANCE);

    public static final TypeInformation<Published> PUBLISHED = type(Published.class, PublishedSerializer.INSTANCE);
    public static final TypeInformation<Drift> DRIFT = type(Drift.class, DriftSerializer.INSTANCE);

    static final Map<Class<?>, TypeInformation<?>> ALL = Stream.of(
                    RAW_EVENT,
                    DECODED,
                    EVENT,
                    REJECTION,
                    ENRICHED_EVENT,
                    PREDICTION,
                    SCORED_BATCH,
                    REVIEW_REQUEST,
                    MODEL_ANNOUNCEMENT,
                    FEATURE_UPDATE,
                    SERVED_FEATURES,
                    FEATURE_CHECK,
                    OUTBOUND,
                    SCORED,
                    LABEL,
                    LABEL_EVENT,
                    LABEL_RECORD,
                    FEEDBACK,
                    PUBLISHED,
                    DRIFT)
            .collect(Collectors.toUnmodifiableMap(TypeInformation::getTypeClass, Function.identity()));

    private RecordTypes() {}

    private static <T> TypeInformation<T> type(Class<T> type, ImmutableSerializer<T> serializer) {
        return new ImmutableTypeInfo<>(type, serializer);
    }

    /** Tells Flink's type extraction what stands here, so that a stream of records needs no hint. */
    public static final class Factory<T> extends TypeInfoFactory<T> {

        @Override
        @SuppressWarnings("unchecked")
        public TypeInformation<T> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            TypeInformation<?> known = type instanceof Class<?> record ? ALL.get(record) : null;
            if (known == null) {
                throw new IllegalArgumentException("record has no type: class=" + type + "; add it to RecordTypes");
            }
            return (TypeInformation<T>) known;
        }
    }
}
