package io.millrace.operators.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Gives the same steps to an operator in every {@link Mode}, with and without object reuse, and demands the same outputs
 * each time: every one exactly once, on its side of every watermark and watermark status, with its element's timestamp,
 * and all of them at the end of input. The operator forwards watermarks as they are.
 *
 * <pre>{@code
 * OperatorVerifier.of(OperatorUnderTest.of(Types.STRING, UpperCaseFactory::new).input(Types.STRING))
 *         .given(element("a", 1).gives("A"), watermark(1), element("b", 2).gives("B"))
 *         .verify();
 * }</pre>
 *
 * Outputs are told apart by their view, so no two may have the same.
 */
public final class OperatorVerifier<OUT> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final OperatorUnderTest<OUT> operator;
    private final List<Step> steps = new ArrayList<>();
    private final Views views = new Views();
    private final Set<Mode> modes = EnumSet.allOf(Mode.class);
    private Predicate<AbstractStreamOperator<OUT>> settled = any -> true;
    private boolean ordered;
    private boolean timestamps = true;
    private Duration limit = LIMIT;

    private OperatorVerifier(OperatorUnderTest<OUT> operator) {
        this.operator = operator;
    }

    public static <OUT> OperatorVerifier<OUT> of(OperatorUnderTest<OUT> operator) {
        return new OperatorVerifier<>(operator);
    }

    /** What happens at the inputs, in order. */
    public OperatorVerifier<OUT> given(Step... more) {
        steps.addAll(List.of(more));
        return this;
    }

    /** What happens at the inputs, in order. */
    public OperatorVerifier<OUT> given(List<? extends Step> more) {
        steps.addAll(more);
        return this;
    }

    /** What of a value on the main output is compared; without it, the value itself. */
    public OperatorVerifier<OUT> viewed(Function<? super OUT, ?> view) {
        views.put("", view);
        return this;
    }

    /** What is compared of a value on the main output that stands for several. */
    public OperatorVerifier<OUT> bundled(Function<? super OUT, List<?>> view) {
        views.putBundle("", view);
        return this;
    }

    /** What of a value on a side output is compared; without it, the value itself. */
    public <X> OperatorVerifier<OUT> viewed(OutputTag<X> tag, Function<? super X, ?> view) {
        views.put(tag.getId(), view);
        return this;
    }

    /** A side output that is not looked at. */
    public OperatorVerifier<OUT> ignoring(OutputTag<?> tag) {
        views.ignore(tag.getId());
        return this;
    }

    /** Demands that outputs leave in the order of their elements. Not demanded across a change of parallelism. */
    public OperatorVerifier<OUT> ordered() {
        ordered = true;
        return this;
    }

    /** Outputs may have any timestamp. */
    public OperatorVerifier<OUT> anyTimestamp() {
        timestamps = false;
        return this;
    }

    /**
     * Says when an operator that works in the background has nothing under way any more. Needed for {@link
     * Mode#ONE_BY_ONE} and {@link Mode#RESTORE_AFTER_EVERY_OTHER} to wait for it.
     */
    public OperatorVerifier<OUT> settledWhen(Predicate<AbstractStreamOperator<OUT>> condition) {
        settled = condition;
        return this;
    }

    /** Leaves out modes that mean nothing for the operator. */
    public OperatorVerifier<OUT> without(Mode first, Mode... rest) {
        modes.removeAll(EnumSet.of(first, rest));
        return this;
    }

    /** How long one mode may take before the operator counts as hanging; a minute unless told. */
    public OperatorVerifier<OUT> within(Duration time) {
        limit = time;
        return this;
    }

    /** Runs every mode, with and without object reuse. */
    public void verify() {
        for (Mode mode : modes) {
            for (boolean objectReuse : new boolean[] {false, true}) {
                verify(mode, objectReuse);
            }
        }
    }

    private void verify(Mode mode, boolean objectReuse) {
        List<Step> given = mode == Mode.LATE_WATERMARKS ? withWatermarks(steps) : List.copyOf(steps);
        Ledger.Rules rules = new Ledger.Rules(views, ordered && mode != Mode.RESCALE, timestamps);
        Run<OUT> run = new Run<>(operator, given, new Ledger(given, rules), settled, objectReuse);
        String context = "mode=" + mode + ", objectReuse=" + objectReuse;
        try (Watchdog watchdog = Watchdog.over(Thread.currentThread(), limit)) {
            try {
                run.go(mode);
            } catch (Ledger.Violation violation) {
                throw new AssertionError(
                        violation.getMessage() + " [" + context + ", " + run.position() + "]", violation);
            } catch (Throwable failure) {
                String what = watchdog.bitten() ? "operator hangs: limit=" + limit : "operator failed: " + failure;
                throw new AssertionError(what + " [" + context + ", " + run.position() + "]", failure);
            }
        }
    }

    private static List<Step> withWatermarks(List<Step> steps) {
        List<Step> more = new ArrayList<>();
        long highest = Long.MIN_VALUE;
        long last = Long.MIN_VALUE;
        for (Step step : steps) {
            if (step instanceof Step.Mark mark) {
                highest = Math.max(highest, mark.timestamp());
            } else {
                more.add(step);
            }
            if (step instanceof Step.Element element) {
                highest = Math.max(highest, element.timestamp());
            }
            if (highest > last) {
                more.add(Step.watermark(highest));
                last = highest;
            }
        }
        return more;
    }
}
