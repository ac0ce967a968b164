package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** What a {@link Network} runs forward. */
interface Body {

    /** Elements in a row. */
    int inputs();

    /** Elements in the output of a row. */
    int outputs();

    /** Networks whose outputs are averaged. */
    int members();

    /** The arrays that learn. */
    NDList arrays();

    /** The outputs of every member, member after member and row after row. */
    NDArray members(NDArray rows);
}
