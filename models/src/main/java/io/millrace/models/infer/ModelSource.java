package io.millrace.models.infer;

import java.io.Serializable;

/** Where the versions of one model come from. Its methods read files and run the model: they block. */
public interface ModelSource extends Serializable {

    /** Identifies the source within a process: sources with equal keys share what they load. */
    String key();

    /**
     * The version that the pipeline asks for now: what its alias points to, or the version number it names.
     *
     * @throws ModelLoadException if there is no such model, alias or version
     */
    Resolved resolve() throws ModelLoadException;

    /**
     * Fetches, verifies and loads a version onto a device. The caller owns what is returned.
     *
     * @throws ModelLoadException saying what is wrong with the version
     */
    ServedModel load(int version, ComputeDevice device) throws ModelLoadException;

    /**
     * A version and the number of alias moves after which it was the answer.
     *
     * @param epoch grows with every alias move of the model
     */
    record Resolved(int version, long epoch) {}
}
