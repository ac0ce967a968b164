package io.millrace.models.feature;

/** A {@link Row} that knows how many columns it has. */
public interface Fields extends Row {

    int size();
}
