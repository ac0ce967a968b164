package io.millrace.models.promote;

import io.millrace.models.promote.RolloutState.Place;
import io.millrace.models.promote.RolloutState.Queue;
import io.millrace.models.promote.RolloutState.Trial;
import io.millrace.models.registry.Decision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RolloutState} as bytes, in which every number comes back bit by bit. */
public final class RolloutBytes {
    private static final int FORMAT = 1;

    private RolloutBytes() {}

    /** The bytes of a state. */
    public static byte[] write(RolloutState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            Place place = state.place();
            out.writeInt(place.champion());
            out.writeInt(place.candidate());
            out.writeDouble(place.share());
            out.writeLong(place.epoch());
            write(out, state.trial());
            out.writeInt(state.queue().newest());
            out.writeInt(state.queue().tried());
            out.writeBoolean(state.frozen());
            write(out, state.pending());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The state that was written.
     *
     * @throws IllegalArgumentException if the bytes are no state of this version
     */
    public static RolloutState read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException(
                        "state of a rollout has another format: format=" + format + ", expected=" + FORMAT);
            }
            Place place = new Place(in.readInt(), in.readInt(), in.readDouble(), in.readLong());
            Trial trial = trial(in);
            Queue queue = new Queue(in.readInt(), in.readInt());
            return new RolloutState(place, trial, queue, in.readBoolean(), decision(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("state of a rollout is cut off: bytes=" + bytes.length, e);
        }
    }

    private static void write(DataOutputStream out, Trial trial) throws IOException {
        out.writeInt(trial.first());
        out.writeInt(trial.last());
        out.writeLong(trial.sinceMillis());
        out.writeLong(trial.stepMillis());
        write(out, trial.pairs());
        PairedEvidence proof = trial.proof();
        out.writeBoolean(proof != null);
        if (proof != null) {
            out.writeUTF(proof.verdict().name());
            out.writeLong(proof.labels());
            out.writeDouble(proof.championLoss());
            out.writeDouble(proof.candidateLoss());
            out.writeDouble(proof.difference());
            out.writeDouble(proof.lower());
            out.writeDouble(proof.upper());
        }
    }

    private static Trial trial(DataInputStream in) throws IOException {
        return new Trial(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                pairs(in),
                in.readBoolean() ? proof(in) : null);
    }

    private static PairedEvidence proof(DataInputStream in) throws IOException {
        return new PairedEvidence(
                Verdict.valueOf(in.readUTF()),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    private static void write(DataOutputStream out, PairedState pairs) throws IOException {
        ConfidenceSequence sequence = pairs.sequence();
        out.writeLong(sequence.count());
        out.writeDouble(sequence.sum());
        out.writeDouble(sequence.squares());
        out.writeDouble(sequence.weights());
        out.writeDouble(sequence.weighted());
        out.writeDouble(sequence.penalty());
        out.writeLong(pairs.scale().seen());
        out.writeDouble(pairs.scale().unit());
        out.writeLong(pairs.pairs());
        out.writeLong(pairs.skipped());
        out.writeDouble(pairs.championLoss());
        out.writeDouble(pairs.candidateLoss());
    }

    private static PairedState pairs(DataInputStream in) throws IOException {
        ConfidenceSequence sequence = new ConfidenceSequence(
                in.readLong(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        LossScale scale = new LossScale(in.readLong(), in.readDouble());
        return new PairedState(sequence, scale, in.readLong(), in.readLong(), in.readDouble(), in.readDouble());
    }

    private static void write(DataOutputStream out, @Nullable Decision decision) throws IOException {
        out.writeBoolean(decision != null);
        if (decision != null) {
            out.writeUTF(decision.kind().name());
            out.writeInt(decision.version());
            out.writeDouble(decision.share());
            out.writeUTF(decision.by());
            out.writeUTF(decision.why());
            out.writeInt(decision.evidence().size());
            for (Map.Entry<String, Double> each : decision.evidence().entrySet()) {
                out.writeUTF(each.getKey());
                out.writeDouble(each.getValue());
            }
        }
    }

    private static @Nullable Decision decision(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        Decision.Kind kind = Decision.Kind.valueOf(in.readUTF());
        int version = in.readInt();
        double share = in.readDouble();
        String by = in.readUTF();
        String why = in.readUTF();
        Map<String, Double> evidence = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            evidence.put(in.readUTF(), in.readDouble());
        }
        return new Decision(kind, version, share, by, why, evidence);
    }
}
