package io.millrace.models.registry;

import io.millrace.config.bind.ConfigException;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where the versions of one model stand, and the decisions that led there; whoever changes it holds the model's lock. */
final class Ledger {
    private final String model;
    private final Path folder;
    private final Ticker ticker;
    private final DecisionLog log;

    Ledger(String model, Path folder, Ticker ticker) {
        this.model = model;
        this.folder = folder;
        this.ticker = ticker;
        this.log = new DecisionLog(folder);
    }

    /** Where the versions stand. */
    Standing standing() throws ModelLoadException {
        Path file = folder.resolve(AliasesYaml.FILE);
        if (!Files.exists(file)) {
            return Standing.NONE;
        }
        try {
            return AliasesYaml.read(file);
        } catch (ConfigException e) {
            throw new ModelLoadException("aliases are wrong: model=" + model + "\n" + e.getMessage(), e);
        }
    }

    /* The end is read first: decisions that are added meanwhile lie behind it. */
    History history() throws ModelLoadException, IOException {
        LogEnd end = standing().log();
        return log.read(end);
    }

    /** Where the versions stand, after a decision was carried out that was only written down. */
    Standing recovered() throws ModelLoadException, IOException {
        Standing standing = standing();
        Optional<LoggedDecision> pending = log.pending(standing.log());
        if (pending.isEmpty()) {
            return standing;
        }
        LoggedDecision logged = pending.get();
        Standing after = standing.after(model, logged.decision()).with(DecisionLog.after(standing.log(), logged));
        write(after);
        return after;
    }

    /** Writes a decision down and carries it out. */
    LoggedDecision decide(Decision decision) throws ModelLoadException, IOException {
        Standing before = recovered();
        Standing after = before.after(model, decision);
        LogEnd end = before.log();
        LoggedDecision logged = DecisionLine.chain(
                end.hash(),
                end.number() + 1,
                Instant.ofEpochMilli(ticker.epochMillis()),
                decision,
                after.aliases().epoch());
        write(after.with(log.append(end, logged)));
        return logged;
    }

    private void write(Standing standing) throws IOException {
        String staging = ModelRegistry.STAGING + UUID.randomUUID();
        Folders.write(folder.resolve(staging), AliasesYaml.write(standing));
        Folders.rename(folder, staging, AliasesYaml.FILE);
    }
}
