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
     * Hears that a version may not serve, and why. Several subtasks may say the same, and the version may be mended
     * meanwhile; called where the version was loaded.
     */
    default void refused(int version, String reason) {}

    /**
     * A version, and beside it the candidate if the pipeline serves the champion.
     *
     * @param epoch grows with every alias move and every change of the share
     * @param candidate the version that scores beside it, or 0
     * @param share share of the keys, 0 to 1, that the candidate serves
     */
    record Resolved(int version, long epoch, int candidate, double share) {

        /** A version alone. */
        public Resolved(int version, long epoch) {
            this(version, epoch, 0, 0);
        }
    }
}
