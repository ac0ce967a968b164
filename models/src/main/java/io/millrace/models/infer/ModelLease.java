package io.millrace.models.infer;

/** A share in a loaded model, which stays open as long as anybody holds one. */
public interface ModelLease extends AutoCloseable {

    ServedModel model();

    /** What the warm-up of the model measured. */
    ModelProfile profile();

    /** Gives up the share; the last one closes the model. */
    @Override
    void close();

    /** The only share in a model: closing it closes the model. */
    static ModelLease sole(ServedModel model, ModelProfile profile) {
        return new ModelLease() {
            @Override
            public ServedModel model() {
                return model;
            }

            @Override
            public ModelProfile profile() {
                return profile;
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }
}
