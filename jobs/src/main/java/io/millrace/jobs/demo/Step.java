package io.millrace.jobs.demo;

/**
 * A part of the demonstration that people can watch begin and end.
 *
 * @param detail what it is doing or did, in a few words; may be empty
 */
record Step(String name, Status status, String detail) {

    enum Status {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }
}
