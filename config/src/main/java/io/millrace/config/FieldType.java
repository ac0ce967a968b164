package io.millrace.config;

/** The type of a value: of an event's field or of a feature view's column. */
public enum FieldType {
    /** A finite double. */
    FLOAT,
    /** A whole number within the range of a long. */
    INT,
    /** True or false; travels as 1 or 0. */
    BOOL,
    /** A text from a set, open or closed. */
    CATEGORY,
    /** A fixed number of finite floats. */
    VECTOR;

    /** Whether values are numbers, which have bounds and can be computed with. */
    boolean isNumber() {
        return this == FLOAT || this == INT;
    }
}
