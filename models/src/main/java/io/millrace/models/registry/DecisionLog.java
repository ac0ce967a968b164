package io.millrace.models.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@value #FILE} of a model: every decision about it, one a line, each hashed together with the hash before it.
 * Where it ends stands in {@value AliasesYaml#FILE} too, so that a missing end is found.
 *
 * <p>A decision is first written here and then carried out. If the process ends in between, the line stands behind the
 * end that is known, and whoever changes the model next carries it out.
 */
final class DecisionLog {
    static final String FILE = "decisions.jsonl";

    /** More than this behind the known end is not what a crash left. */
    private static final int MAX_LEFTOVER = DecisionLine.MAX_CHARACTERS * Character.BYTES;

    private final Path folder;

    /** The log of the model with this folder. */
    DecisionLog(Path folder) {
        this.folder = folder;
    }

    /** Reads and verifies everything. */
    History read(LogEnd end) throws IOException {
        byte[] bytes = Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0];
        List<LoggedDecision> decisions = new ArrayList<>();
        String previous = "";
        int from = 0;
        for (int to = newline(bytes, from); to >= 0; to = newline(bytes, from)) {
            String line = new String(bytes, from, to - from, UTF_8);
            Optional<LoggedDecision> decision =
                    DecisionLine.read(previous, line).filter(read -> read.number() == decisions.size() + 1);
            if (decision.isEmpty()) {
                return new History(
                        decisions,
                        "line " + (decisions.size() + 1) + " of " + file()
                                + " is not as it was written, or one before it is missing");
            }
            decisions.add(decision.get());
            previous = decision.get().hash();
            from = to + 1;
        }
        return new History(decisions, missing(decisions, end));
    }

    private String missing(List<LoggedDecision> decisions, LogEnd end) {
        if (decisions.size() < end.number()) {
            return "the last decisions are missing from " + file() + ": decisions=" + decisions.size() + ", expected="
                    + end.number();
        }
        if (decisions.size() > end.number() + 1) {
            return "decisions behind number " + end.number() + " of " + file() + " were never carried out: decisions="
                    + decisions.size();
        }
        boolean same = end.number() == 0
                || decisions.get(Math.toIntExact(end.number() - 1)).hash().equals(end.hash());
        return same
                ? ""
                : "decision " + end.number() + " of " + file() + " is another than the one that was carried out";
    }

    /** The decision that stands behind the known end, if there is exactly one: it was not carried out. */
    Optional<LoggedDecision> pending(LogEnd end) throws IOException {
        byte[] rest = behind(end);
        int newline = newline(rest, 0);
        if (newline < 0 || newline != rest.length - 1) {
            return Optional.empty();
        }
        return DecisionLine.read(end.hash(), new String(rest, 0, newline, UTF_8))
                .filter(decision -> decision.number() == end.number() + 1);
    }

    private byte[] behind(LogEnd end) throws IOException {
        if (!Files.exists(file()) || Files.size(file()) <= end.bytes()) {
            return new byte[0];
        }
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            long length = Math.min(channel.size() - end.bytes(), MAX_LEFTOVER);
            ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(length));
            channel.position(end.bytes());
            int read = 0;
            while (rest.hasRemaining() && read >= 0) {
                read = channel.read(rest);
            }
            return rest.array();
        }
    }

    /** Where the log ends behind a decision that stands behind this end. */
    static LogEnd after(LogEnd end, LoggedDecision decision) {
        return new LogEnd(decision.number(), decision.hash(), end.bytes() + bytes(decision).length);
    }

    private static byte[] bytes(LoggedDecision decision) {
        return (decision.line() + "\n").getBytes(UTF_8);
    }

    /** Writes a decision behind all others, waits until it is on the disk, and returns where the log ends then. */
    LogEnd append(LogEnd end, LoggedDecision decision) throws IOException {
        boolean first = !Files.exists(file());
        try (FileChannel channel = FileChannel.open(
                file(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.position(afterLastLine(channel, end));
            channel.truncate(channel.position());
            ByteBuffer bytes = ByteBuffer.wrap(bytes(decision));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(/* metaData= */ true);
            if (first) {
                Folders.sync(folder);
            }
            return new LogEnd(decision.number(), decision.hash(), channel.position());
        }
    }

    /** Where an unfinished line begins that a crash left, or else the end of the file. */
    private long afterLastLine(FileChannel channel, LogEnd end) throws IOException {
        if (channel.size() <= end.bytes() || channel.size() - end.bytes() > MAX_LEFTOVER) {
            return channel.size();
        }
        byte[] rest = behind(end);
        int last = rest.length;
        while (last > 0 && rest[last - 1] != '\n') {
            last--;
        }
        return end.bytes() + last;
    }

    private static int newline(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Path file() {
        return folder.resolve(FILE);
    }
}
