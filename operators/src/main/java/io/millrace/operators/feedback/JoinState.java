package io.millrace.operators.feedback;

import io.millrace.operators.record.Label;
import io.millrace.operators.record.Scored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of the present key. */
interface JoinState {

    /** The row of a prediction, or null. */
    @Nullable
    Scored row(String id) throws Exception;

    /** All rows of the key. */
    List<Scored> rows() throws Exception;

    void open(Scored row) throws Exception;

    /** Forgets a row and its labels. */
    void close(String id) throws Exception;

    /** The labels of a row. */
    List<Label> labels(String id) throws Exception;

    void labels(String id, List<Label> labels) throws Exception;

    /** A label without a row, by its identity, or null. */
    @Nullable
    Held held(String identity) throws Exception;

    /** All labels of the key without a row. */
    List<Held> held() throws Exception;

    void hold(Held label) throws Exception;

    void release(String identity) throws Exception;

    /** Has an alarm ring when everything up to a time has come. */
    void wake(Alarm alarm, long millis) throws Exception;
}
