package io.millrace.jobs.launch;

/** A command line that asks for what there is not. */
final class WrongUse extends RuntimeException {

    WrongUse(String message) {
        super(message);
    }
}
