package io.millrace.operators.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.feature.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordTypesTest {
    private static final int ROUNDS = 200;

    static Stream<Arguments> records() {
        return Stream.of(
                record(RecordTypes.RAW_EVENT, RandomRecords::rawEvent),
                record(RecordTypes.DECODED, RandomRecords::decoded),
                record(RecordTypes.EVENT, RandomRecords::event),
                record(RecordTypes.REJECTION, RandomRecords::rejection),
                record(RecordTypes.ENRICHED_EVENT, RandomRecords::enrichedEvent),
                record(RecordTypes.PREDICTION, RandomRecords::prediction),
                record(RecordTypes.SCORED_BATCH, RandomRecords::scoredBatch),
                record(RecordTypes.REVIEW_REQUEST, RandomRecords::reviewRequest),
                record(RecordTypes.MODEL_ANNOUNCEMENT, RandomRecords::modelAnnouncement),
                record(RecordTypes.FEATURE_UPDATE, RandomRecords::featureUpdate),
                record(RecordTypes.SERVED_FEATURES, RandomRecords::servedFeatures),
                record(RecordTypes.FEATURE_CHECK, RandomRecords::featureCheck),
                record(RecordTypes.OUTBOUND, RandomRecords::outbound),
                record(RecordTypes.SCORED, RandomRecords::scored),
                record(RecordTypes.LABEL, RandomRecords::label),
                record(RecordTypes.LABEL_EVENT, RandomRecords::labelEvent),
                record(RecordTypes.LABEL_RECORD, RandomRecords::labelRecord),
                record(RecordTypes.FEEDBACK, RandomRecords::feedback),
                record(RecordTypes.PUBLISHED, RandomRecords::published),
                record(RecordTypes.DRIFT, RandomRecords::drift));
    }

    private static <T> Arguments record(TypeInformation<T> type, Function<RandomRecords, T> draw) {
        return Arguments.of(type, draw);
    }

    @Test
    void everyTypeIsTested() {
        assertThat(records().map(each -> each.get()[0])).containsExactlyInAnyOrderElementsOf(RecordTypes.ALL.values());
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void readsWhatItWrote(TypeInformation<T> type, Function<RandomRecords, T> draw) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        for (long seed = 0; seed < ROUNDS; seed++) {
            T record = draw.apply(new RandomRecords(seed));
            DataOutputSerializer bytes = new DataOutputSerializer(64);
            serializer.serialize(record, bytes);

            DataInputDeserializer source = new DataInputDeserializer(bytes.getSharedBuffer(), 0, bytes.length());
            assertThat(serializer.deserialize(source))
                    .as("seed=%d", seed)
                    .usingRecursiveComparison()
                    .withEqualsForType(Values::equals, Values.class)
                    .withEqualsForType(Float::equals, Float.class)
                    .withEqualsForType(Double::equals, Double.class)
                    .isEqualTo(record);
            assertThat(source.available()).as("bytes left over, seed=%d", seed).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void copiesBytesFromViewToView(TypeInformation<T> type, Function<RandomRecords, T> draw) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        serializer.serialize(draw.apply(new RandomRecords(7)), bytes);

        DataOutputSerializer copy = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(bytes.getCopyOfBuffer()), copy);

        assertThat(copy.getCopyOfBuffer()).isEqualTo(bytes.getCopyOfBuffer());
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void neverCopiesObjects(TypeInformation<T> type, Function<RandomRecords, T> draw) {
        T record = draw.apply(new RandomRecords(7));

        assertThat(serializer(type).isImmutableType()).isTrue();
        assertThat(serializer(type).copy(record)).isSameAs(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void isFoundAgainAfterARestore(TypeInformation<T> type, Function<RandomRecords, T> draw) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(bytes, serializer.snapshotConfiguration());

        TypeSerializerSnapshot<T> old = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(bytes.getCopyOfBuffer()), getClass().getClassLoader());

        assertThat(old.restoreSerializer()).isEqualTo(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(old)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void travelsWithTheJobGraph(TypeInformation<T> type, Function<RandomRecords, T> draw) throws Exception {
        TypeInformation<T> copy = InstantiationUtil.clone(type);

        assertThat(copy).isEqualTo(type).hasSameHashCodeAs(type);
        assertThat(serializer(copy)).isEqualTo(serializer(type));
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void flinkFindsTheTypeByItself(TypeInformation<T> type, Function<RandomRecords, T> draw) {
        assertThat(TypeInformation.of(type.getTypeClass())).isEqualTo(type);
    }

    @Test
    void readsRecordsFromBeforeThereWereRows() throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        bytes.writeByte(1);
        Bytes.writeText("events", bytes);
        bytes.writeInt(3);
        bytes.writeLong(42);
        bytes.writeLong(77);
        Bytes.writeBytes(null, bytes);
        Bytes.writeBytes(new byte[] {5}, bytes);
        Bytes.writeHeaders(List.of(), bytes);

        RawEvent read = RawEventSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));

        assertThat(read.position()).isEqualTo(new Position("events", 3, 42)).hasToString("events-3-42");
        assertThat(read.value()).containsExactly(5);
    }

    @Test
    void refusesBytesOfANewerRelease() {
        byte[] newer = {3, 0, 0, 0, 0};

        assertThatThrownBy(() -> ModelAnnouncementSerializer.INSTANCE.deserialize(new DataInputDeserializer(newer)))
                .isInstanceOf(IOException.class)
                .hasMessage("bytes are of another format: serializer=ModelAnnouncementSerializer, version=3, min=1,"
                        + " max=2; restore with the release that wrote them");
    }

    @Test
    void readsAnAnnouncementFromBeforeThereWereCandidates() throws IOException {
        DataOutputSerializer old = new DataOutputSerializer(64);
        old.writeByte(1);
        Bytes.writeText("house-price", old);
        old.writeInt(7);
        old.writeLong(12);

        assertThat(ModelAnnouncementSerializer.INSTANCE.deserialize(new DataInputDeserializer(old.getCopyOfBuffer())))
                .isEqualTo(new ModelAnnouncement("house-price", 7, 12));
    }

    @Test
    void readsAScoredRowFromBeforeThereWereTimes() throws IOException {
        DataOutputSerializer old = new DataOutputSerializer(64);
        old.writeByte(2);
        for (String text : List.of("events-0-1", "e-1", "k")) {
            Bytes.writeText(text, old);
        }
        old.writeLong(77);
        Bytes.writeText("house-price", old);
        old.writeInt(7);
        Bytes.writeText("ab", old);
        Bytes.writeText("champion", old);
        old.writeDouble(1);
        Bytes.writeFloats(new float[] {0.5f}, old);
        old.writeBoolean(true);
        old.writeInt(8);
        Bytes.writeFloats(new float[] {0.25f}, old);
        old.writeInt(Scored.NONE);
        ValuesFormat.write(Values.ofNumbers(1), old);

        Scored read = ScoredSerializer.INSTANCE.deserialize(new DataInputDeserializer(old.getCopyOfBuffer()));

        assertThat(read.micros()).isEqualTo(Scored.UNKNOWN);
        assertThat(read.shadow()).usingRecursiveComparison().isEqualTo(new Scored.Shadow(8, new float[] {0.25f}));
        assertThat(read.values()).isEqualTo(Values.ofNumbers(1));
    }

    @Test
    void anAnnouncementHasAShareOnlyWithACandidate() {
        assertThat(new ModelAnnouncement("m", 7, 12, 0, 0.5)).isEqualTo(new ModelAnnouncement("m", 7, 12));
        assertThat(new ModelAnnouncement("m", 7, 12, 7, 0.5)).isEqualTo(new ModelAnnouncement("m", 7, 12));
        assertThatThrownBy(() -> new ModelAnnouncement("m", 7, 12, 8, 1.5))
                .hasMessage("share is out of bounds: share=1.5, min=0, max=1");
    }

    @Test
    void refusesARecordWithoutType() {
        assertThatThrownBy(() -> new RecordTypes.Factory<Position>().createTypeInfo(Position.class, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record has no type: class=class io.millrace.operators.record.Position; add it to"
                        + " RecordTypes");
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        return type.createSerializer(new SerializerConfigImpl());
    }
}
