package io.millrace.jobs.launch;

import org.jspecify.annotations.Nullable;

/** A command that could not do what it was asked. */
final class CommandFailure extends RuntimeException {

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
