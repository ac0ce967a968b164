package io.millrace.operators.verify;

import static io.millrace.operators.verify.Step.active;
import static io.millrace.operators.verify.Step.element;
import static io.millrace.operators.verify.Step.idle;
import static io.millrace.operators.verify.Step.second;
import static io.millrace.operators.verify.Step.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.operators.verify.FlawedOperator.Flaw;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NothingLeft.class)
class OperatorVerifierTest {

    @Test
    void passesACorrectOperator() {
        verifier(EnumSet.noneOf(Flaw.class)).verify();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOSES_ITS_BUFFER       | outputs are missing after the end of input: missing=[",
                "STATE_IS_WRITTEN_TWICE | output left twice: output=",
                "WATERMARK_OVERTAKES    | barrier overtook an element: barrier=Mark[timestamp=",
                "STATUS_IS_SWALLOWED    | element overtook a barrier: element=Element[input=0, value=d,",
                "DOES_NOT_DRAIN         | outputs are missing after the end of input: missing=[",
                "HANGS_AT_THE_END       | operator hangs: limit=PT0.2S",
                "KEEPS_THE_RECORD       | element overtook a barrier: element=Element[input=0, value=f,",
                "EMITS_TWICE            | output left twice: output=",
                "FORGETS_TIMESTAMPS     | output has another timestamp than its element: output=A,",
                "EMITS_FROM_ITS_WORKER  | operator failed: java.lang.IllegalStateException: emitted from another thread",
                "THROWS                 | operator failed: java.lang.IllegalStateException: no good: text=a"
            })
    void catchesTheFlaw(Flaw flaw, String message) {
        OperatorVerifier<String> verifier = verifier(EnumSet.of(flaw));
        if (flaw == Flaw.HANGS_AT_THE_END) {
            verifier.within(Duration.ofMillis(200));
        }
        assertThatThrownBy(verifier::verify).isInstanceOf(AssertionError.class).hasMessageStartingWith(message);
    }

    @Test
    void namesTheModeAndTheStep() {
        assertThatThrownBy(verifier(EnumSet.of(Flaw.THROWS))::verify)
                .hasMessageEndingWith("[mode=ONE_BY_ONE, objectReuse=false, step=0, Element[input=0, value=a,"
                        + " timestamp=10, outputs=[A]]]");
    }

    @Test
    void demandsOrderWhenTold() {
        OperatorVerifier<String> backwards = OperatorVerifier.of(OperatorUnderTest.of(
                                Types.STRING,
                                () -> SimpleOperatorFactory.of(new CoProcessOperator<>(new HoldsTheFirst())))
                        .input(Types.STRING)
                        .input(Types.STRING))
                .given(element("a", 1).gives("a"), element("b", 1).gives("b"))
                .without(
                        Mode.LATE_WATERMARKS,
                        Mode.RESTORE_AFTER_EACH,
                        Mode.CRASH_AND_REPLAY,
                        Mode.RESTORE_AFTER_EVERY_OTHER,
                        Mode.RESCALE)
                .anyTimestamp();

        backwards.verify();

        assertThatThrownBy(backwards.ordered()::verify)
                .hasMessageStartingWith("output left out of order: output=a, after=b");
    }

    @Test
    void refusesOutputsThatCannotBeToldApart() {
        OperatorVerifier<String> verifier = OperatorVerifier.of(FlawedOperator.with(Set.of()))
                .given(element("a", 1).gives("A"), element("a", 2).gives("A"));

        assertThatThrownBy(verifier::verify)
                .hasMessage("outputs cannot be told apart: output=A; give each element another view");
    }

    @Test
    void verifiesKeyedState() {
        OperatorVerifier.of(OperatorUnderTest.of(
                                Types.STRING,
                                () -> SimpleOperatorFactory.of(new KeyedProcessOperator<>(new CountsPerKey())))
                        .keyedInput(Types.STRING, text -> text.substring(0, 1), Types.STRING))
                .given(
                        element("a", 1).gives("a1"),
                        element("b", 2).gives("b1"),
                        element("a", 3).gives("a2"),
                        watermark(3),
                        element("c", 4).gives("c1"),
                        element("b", 5).gives("b2"),
                        element("a", 6).gives("a3"))
                .ordered()
                .verify();
    }

    @Test
    void verifiesTwoInputs() {
        OperatorVerifier.of(OperatorUnderTest.of(
                                Types.STRING,
                                () -> SimpleOperatorFactory.of(new CoProcessOperator<>(new NamesTheInput())))
                        .input(Types.STRING)
                        .input(Types.STRING))
                .given(
                        element("a", 1).gives("1a"),
                        second("b", 2).gives("2b"),
                        watermark(2),
                        element("c", 3).gives("1c"))
                .without(Mode.RESCALE)
                .verify();
    }

    @Test
    void leakCheckNamesAThreadThatStays() throws InterruptedException {
        Set<Thread> before = new HashSet<>(NothingLeft.threads());
        CountDownLatch end = new CountDownLatch(1);
        Thread stays = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stays");
        stays.start();

        assertThat(NothingLeft.leftOver(before, Duration.ofMillis(1))).containsExactly("stays");

        end.countDown();
        assertThat(NothingLeft.leftOver(before, Duration.ofSeconds(20))).isEmpty();
    }

    private static OperatorVerifier<String> verifier(Set<Flaw> flaws) {
        return OperatorVerifier.of(FlawedOperator.with(flaws))
                .given(
                        element("a", 10).gives("A"),
                        element("b", 12).gives("B"),
                        watermark(11),
                        element("!c", 9).givesTo(FlawedOperator.SIDE, "!C"),
                        idle(),
                        active(),
                        element("d", 15).gives("D"),
                        watermark(20),
                        element("e", 21).gives("E"),
                        element("f", 22).gives("F"))
                .settledWhen(operator -> ((FlawedOperator) operator).settled());
    }

    /** Emits the first element when the second came. */
    private static final class HoldsTheFirst extends CoProcessFunction<String, String, String> {
        private String held = "";

        @Override
        public void processElement1(
                String value, CoProcessFunction<String, String, String>.Context context, Collector<String> out) {
            if (held.isEmpty()) {
                held = value;
            } else {
                out.collect(value);
                out.collect(held);
            }
        }

        @Override
        public void processElement2(
                String value, CoProcessFunction<String, String, String>.Context context, Collector<String> out) {
            throw new IllegalStateException("nothing comes here");
        }
    }

    private static final class NamesTheInput extends CoProcessFunction<String, String, String> {

        @Override
        public void processElement1(
                String value, CoProcessFunction<String, String, String>.Context context, Collector<String> out) {
            out.collect("1" + value);
        }

        @Override
        public void processElement2(
                String value, CoProcessFunction<String, String, String>.Context context, Collector<String> out) {
            out.collect("2" + value);
        }
    }

    private static final class CountsPerKey extends KeyedProcessFunction<String, String, String> {

        @Override
        public void processElement(
                String value, KeyedProcessFunction<String, String, String>.Context context, Collector<String> out)
                throws Exception {
            ValueState<Integer> count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
            Integer before = count.value();
            int now = before == null ? 1 : before + 1;
            count.update(now);
            out.collect(value + now);
        }
    }
}
