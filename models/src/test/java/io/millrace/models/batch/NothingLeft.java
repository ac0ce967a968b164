package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.tensor.TensorMemory;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Checks after each test that no off-heap memory is allocated and no inference thread lives. */
public final class NothingLeft implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        assertNothingLeft();
    }

    /** Fails with what is left. */
    public static void assertNothingLeft() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("millrace-infer-"))
                .toList();
        assertThat(threads).as("inference threads left").isEmpty();
        assertThat(TensorMemory.processBytes()).as("off-heap bytes left").isZero();
    }
}
