package io.millrace.operators.record;

import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * An event that leaves as a dead letter.
 *
 * @param stage the stage that refused it
 * @param detail what exactly was wrong, with name, value and bound; for people; one printable line of at most
 *     512 characters
 */
@TypeInfo(RecordTypes.Factory.class)
public record Rejection(RawEvent raw, Stage stage, Reason reason, String detail) implements Decoded {

    /** Longest detail that travels. */
    public static final int MAX_DETAIL_LENGTH = 512;

    /** Where an event can be refused. */
    public enum Stage {
        VALIDATE,
        ENRICH,
        INFER,
        EMIT,
        LABEL
    }

    public Rejection {
        detail = Printable.line(detail, MAX_DETAIL_LENGTH);
    }

    @Override
    public <R> R fold(Function<? super Event, ? extends R> event, Function<? super Rejection, ? extends R> rejection) {
        return rejection.apply(this);
    }
}
