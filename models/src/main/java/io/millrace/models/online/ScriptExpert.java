package io.millrace.models.online;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.OnlineNetwork;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A TorchScript model that is tuned further, on new rows together with the latest ones. */
final class ScriptExpert implements Expert {
    private final NetworkExpert.Settings settings;
    private final OnlineNetwork network;

    /** @param model the file of the model that it goes on from */
    ScriptExpert(byte[] model, int inputs, int outputs, NetworkExpert.Settings settings) throws ModelLoadException {
        this.settings = settings;
        this.network = OnlineNetwork.ofScript(model, inputs, outputs);
    }

    /** The file of the model by now. */
    byte[] model() {
        return network.script();
    }

    @Override
    public float[] outputs(EncodedRows rows) {
        return network.outputs(rows.elements(), rows.count());
    }

    @Override
    public void learn(EncodedRows rows, Lesson lesson) {
        Lesson.WithReplay all = lesson.with(rows, /* latest= */ true, settings.batch());
        network.learn(
                all.rows().elements(),
                new OnlineNetwork.Lesson(settings.loss(), all.targets(), all.weights(), lesson.width()),
                settings.rate());
    }

    /** Never happens: how a TorchScript model reads rows is given. */
    @Override
    public void widen(int at) {
        throw new IllegalStateException("a TorchScript model cannot take another element: at=" + at);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        NetworkExpert.write(network.state(), out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        network.restore(NetworkExpert.readState(in));
    }

    @Override
    public void close() {
        network.close();
    }
}
