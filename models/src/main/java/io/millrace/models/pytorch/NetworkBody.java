package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A network of an {@link Architecture}; a layer beside its members stays out. */
record NetworkBody(Architecture architecture, NetworkBlock block, NDList arrays) implements Body {

    NetworkBody(Architecture architecture, NetworkBlock block) {
        this(architecture, block, block.arrays());
    }

    @Override
    public int inputs() {
        return architecture.inputs();
    }

    @Override
    public int outputs() {
        return architecture.outputs();
    }

    @Override
    public int members() {
        return architecture.members();
    }

    @Override
    public NDArray members(NDArray rows) {
        return block.members(rows, arrays);
    }
}
