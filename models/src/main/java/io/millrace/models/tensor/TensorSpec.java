package io.millrace.models.tensor;

/**
 * One input of a model.
 *
 * @param name name of the input
 * @param width elements per row; the tensor of a batch has shape {@code [rows, width]}
 */
public record TensorSpec(String name, Element element, int width) {

    /** The type of an element. */
    public enum Element {
        FLOAT32(4),
        INT64(8);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public TensorSpec {
        if (width < 1) {
            throw new IllegalArgumentException("tensor has no elements: name=" + name + ", width=" + width);
        }
    }

    public int rowBytes() {
        return element.bytes() * width;
    }
}
