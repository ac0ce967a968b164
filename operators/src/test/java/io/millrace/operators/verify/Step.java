package io.millrace.operators.verify;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.OutputTag;

/** One thing that happens at the inputs of an operator, with what it must lead to. */
public sealed interface Step {

    /** An element arrives on the only, or the first, input; it leads to nothing unless {@code gives} is called. */
    static Element element(Object value, long timestamp) {
        return new Element(0, value, timestamp, List.of());
    }

    /** An element arrives on the second input. */
    static Element second(Object value, long timestamp) {
        return new Element(1, value, timestamp, List.of());
    }

    /** A watermark arrives on every input. */
    static Step watermark(long timestamp) {
        return new Mark(timestamp);
    }

    /** Every input becomes idle. */
    static Step idle() {
        return new Status(/* idle= */ true);
    }

    /** Every input becomes active again. */
    static Step active() {
        return new Status(/* idle= */ false);
    }

    /** The processing-time clock of the operator shows this from now on. */
    static Step clock(long millis) {
        return new Clock(millis);
    }

    /** Something happens beside the inputs, in the thread of the task; it leads to nothing. */
    static Step aside(Runnable event) {
        return new Aside(event);
    }

    /** Whether it goes through the operator as a barrier: nothing may overtake it, and it may overtake nothing. */
    default boolean barrier() {
        return this instanceof Mark || this instanceof Status;
    }

    /** An element with the outputs it must lead to. */
    record Element(int input, Object value, long timestamp, List<Expected> outputs) implements Step {

        public Element {
            outputs = List.copyOf(outputs);
        }

        /** Demands outputs on the main output. */
        public Element gives(Object... views) {
            List<Expected> all = new ArrayList<>(outputs);
            for (Object view : views) {
                all.add(new Expected("", view));
            }
            return new Element(input, value, timestamp, all);
        }

        /** Demands outputs on a side output. */
        public Element givesTo(OutputTag<?> tag, Object... views) {
            List<Expected> all = new ArrayList<>(outputs);
            for (Object view : views) {
                all.add(new Expected(tag.getId(), view));
            }
            return new Element(input, value, timestamp, all);
        }
    }

    /** A watermark on every input. */
    record Mark(long timestamp) implements Step {}

    /** A change of every input between idle and active. */
    record Status(boolean idle) implements Step {}

    /** A turn of the processing-time clock. */
    record Clock(long millis) implements Step {}

    /** Something beside the inputs. */
    record Aside(Runnable event) implements Step {}

    /**
     * An output as the verification sees it.
     *
     * @param tag id of the side output, or the empty text for the main output
     * @param view what the verifier's view makes of the value
     */
    record Expected(String tag, Object view) {

        @Override
        public String toString() {
            return tag.isEmpty() ? String.valueOf(view) : view + " to " + tag;
        }
    }
}
