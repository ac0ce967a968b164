package io.millrace.jobs.launch;

/** A command line that asks for what there is not. */
public final class WrongUse extends RuntimeException {

    public WrongUse(String message) {
        super(message);
    }
}
