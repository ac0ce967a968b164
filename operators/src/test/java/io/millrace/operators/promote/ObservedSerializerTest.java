package io.millrace.operators.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Pair;
import io.millrace.models.promote.QualityFloor;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ObservedSerializerTest {

    @Test
    void readsWhatItWrote() throws IOException {
        List<Observed> all = List.of(
                new Observed.Judged(new LabeledPair(1, 2, new Pair(0.5, Double.NaN))),
                new Observed.Ran(1, 2, 0.25, false, new Observed.Answer(3, 120), new Observed.Answer(4, 250)),
                new Observed.Ran(1, 2, Double.NaN, true, new Observed.Answer(3, 120), Observed.Answer.NONE),
                new Observed.Born(new Published("line", 3, 2, 500, 77)),
                new Observed.Labeled(new QualityFloor.Told(3, 1.5, 2.5)),
                new Observed.Drifted(new Drift(
                        "line", "x", null, Drift.State.LEFT, "2026-11-23", Map.of("value", 0.5), Drift.NO_TIME)));
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        for (Observed each : all) {
            ObservedSerializer.INSTANCE.serialize(each, bytes);
        }
        DataInputDeserializer source = new DataInputDeserializer(bytes.getCopyOfBuffer());
        for (Observed each : all) {
            assertThat(ObservedSerializer.INSTANCE.deserialize(source)).isEqualTo(each);
        }
        assertThat(source.available()).isZero();
    }

    @Test
    void readsARowFromBeforeThereWereTimes() throws IOException {
        DataOutputSerializer old = new DataOutputSerializer(64);
        old.writeByte(1);
        old.writeByte(1);
        old.writeInt(1);
        old.writeInt(2);
        old.writeDouble(0.25);
        old.writeBoolean(false);
        old.writeDouble(3);
        old.writeDouble(4);

        assertThat(ObservedSerializer.INSTANCE.deserialize(new DataInputDeserializer(old.getCopyOfBuffer())))
                .isEqualTo(new Observed.Ran(
                        1,
                        2,
                        0.25,
                        false,
                        new Observed.Answer(3, Scored.UNKNOWN),
                        new Observed.Answer(4, Scored.UNKNOWN)));
    }
}
