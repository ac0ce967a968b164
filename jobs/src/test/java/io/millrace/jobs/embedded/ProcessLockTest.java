package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir
    Path directory;

    @Test
    void isHeldOnce() throws Exception {
        Path file = directory.resolve("broker/lock");
        try (ProcessLock held = ProcessLock.tryTake(file).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(ProcessLock.heldHere(file)).isTrue();
            assertThat(ProcessLock.tryTake(file)).isEmpty();
        }
        assertThat(ProcessLock.heldHere(file)).isFalse();
    }

    @Test
    void isFreeAgainAfterItsHolderLeft() throws Exception {
        Path file = directory.resolve("lock");
        ProcessLock.tryTake(file).orElseThrow().close();
        try (ProcessLock again = ProcessLock.tryTake(file).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void noteIsReadAsItWasWritten() throws Exception {
        Path file = directory.resolve("broker.json");
        BrokerNote note = new BrokerNote(4711, 9092, Instant.parse("2026-11-01T10:00:00Z"));
        note.write(file);
        assertThat(BrokerNote.read(file)).isEqualTo(Optional.of(note));
        assertThat(directory.resolve("broker.json.draft")).doesNotExist();
    }

    @Test
    void absentOrBrokenNoteIsNoNote() throws Exception {
        Path file = directory.resolve("broker.json");
        assertThat(BrokerNote.read(file)).isEmpty();
        java.nio.file.Files.writeString(file, "{\"pid\": 12, \"por");
        assertThat(BrokerNote.read(file)).isEmpty();
    }
}
