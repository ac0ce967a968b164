package io.millrace.operators.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.jspecify.annotations.Nullable;

/**
 * An operator as a job would describe it.
 *
 * @param factory makes a new factory for every subtask and after every restore
 * @param inputs one or two
 */
public record OperatorUnderTest<OUT>(
        Supplier<? extends StreamOperatorFactory<OUT>> factory, List<Input<?>> inputs, TypeInformation<OUT> output) {

    /** One input, keyed or not. */
    public record Input<T>(
            TypeInformation<T> type,
            @Nullable KeySelector<T, ?> key,
            @Nullable TypeInformation<?> keyType) {}

    public OperatorUnderTest {
        inputs = List.copyOf(inputs);
    }

    /** An operator; its inputs are added in order. */
    public static <OUT> OperatorUnderTest<OUT> of(
            TypeInformation<OUT> output, Supplier<? extends StreamOperatorFactory<OUT>> factory) {
        return new OperatorUnderTest<>(factory, List.of(), output);
    }

    /** The same operator with one more input. */
    public <T> OperatorUnderTest<OUT> input(TypeInformation<T> type) {
        return with(new Input<>(type, null, null));
    }

    /** The same operator with one more input, keyed. */
    public <T, K> OperatorUnderTest<OUT> keyedInput(
            TypeInformation<T> type, KeySelector<T, K> key, TypeInformation<K> keyType) {
        return with(new Input<>(type, key, keyType));
    }

    private OperatorUnderTest<OUT> with(Input<?> input) {
        List<Input<?>> all = new ArrayList<>(inputs);
        all.add(input);
        return new OperatorUnderTest<>(factory, all, output);
    }
}
