package io.millrace.jobs.demo;

import org.jspecify.annotations.Nullable;

/** A demonstration that could not go on. */
final class DemoFailure extends Exception {

    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
