package io.millrace.models.registry;

import io.millrace.config.bind.Nearest;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource.Resolved;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Identity;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Versions of models in a folder: {@code <model>/<version>/}, and the aliases of each model beside them.
 *
 * <p>A version appears complete or not at all and never changes; several processes may publish and move aliases at once.
 */
public final class ModelRegistry {
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    static final String STAGING = ".staging-";

    private final Path root;
    private final Ticker ticker;

    /** A registry in this folder, which need not exist yet. */
    public ModelRegistry(Path root) {
        this(root, Ticker.system());
    }

    ModelRegistry(Path root, Ticker ticker) {
        this.root = root.toAbsolutePath().normalize();
        this.ticker = ticker;
    }

    /** The folder of the registry. */
    public Path root() {
        return root;
    }

    /** The models that have a version, by name. */
    public List<String> models() throws IOException {
        List<String> models = new ArrayList<>();
        for (String name : Folders.names(root)) {
            if (MODEL.matcher(name).matches() && !versions(name).isEmpty()) {
                models.add(name);
            }
        }
        return models.stream().sorted().toList();
    }

    /** The versions of a model, oldest first. */
    public List<Integer> versions(String model) throws IOException {
        return Folders.names(root.resolve(model)).stream()
                .filter(name -> VERSION.matcher(name).matches())
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** The aliases of a model. */
    public Aliases aliases(String model) throws ModelLoadException {
        return ledger(model).standing().aliases();
    }

    /** Whether only a person may move versions of a model. */
    public boolean frozen(String model) throws ModelLoadException {
        return ledger(model).standing().frozen();
    }

    /** Why versions of a model must not serve, by version. */
    public Map<Integer, String> quarantined(String model) throws ModelLoadException {
        return ledger(model).standing().quarantined();
    }

    /** Every decision about a model, from the first on, and whether it is as it was written. */
    public History history(String model) throws ModelLoadException, IOException {
        existing(model);
        return ledger(model).history();
    }

    /**
     * What an alias or a version number stands for now; the champion comes with the candidate beside it.
     *
     * @throws ModelLoadException if there is no such model, alias or version
     */
    public Resolved resolve(String model, String serve) throws ModelLoadException {
        List<Integer> versions = existing(model);
        Aliases aliases = aliases(model);
        if (VERSION.matcher(serve).matches()) {
            requireVersion(model, Integer.parseInt(serve), versions);
            return new Resolved(Integer.parseInt(serve), aliases.epoch());
        }
        Integer version = aliases.version(serve);
        if (version == null) {
            throw new ModelLoadException("model has no such alias: model=" + model + ", alias=" + serve + ", aliases="
                    + new TreeMap<>(aliases.versions()) + ", versions=" + versions);
        }
        requireVersion(model, version, versions);
        Integer candidate = serve.equals(Aliases.CHAMPION) ? aliases.version(Aliases.CANDIDATE) : null;
        if (candidate == null || candidate.equals(version) || !versions.contains(candidate)) {
            return new Resolved(version, aliases.epoch());
        }
        return new Resolved(version, aliases.epoch(), candidate, aliases.share());
    }

    /**
     * The manifest of a version, after all its hashes were checked.
     *
     * @throws ModelLoadException saying what is wrong with the version
     */
    public Manifest manifest(String model, int version) throws ModelLoadException {
        return read(model, version).manifest();
    }

    /**
     * A version's content and weights, after all its hashes were checked.
     *
     * @throws ModelLoadException saying what is wrong with the version
     */
    public Trial trial(String model, int version) throws ModelLoadException {
        Artefact artefact = read(model, version);
        return new Trial(artefact.manifest().content(), artefact.weights());
    }

    Artefact read(String model, int version) throws ModelLoadException {
        requireVersion(model, version, existing(model));
        return refused(
                model, version, new Verification(folder(model).resolve(Integer.toString(version)), model, version));
    }

    private static Artefact refused(String model, int version, Verification verification) throws ModelLoadException {
        try {
            return verification.read();
        } catch (ModelLoadException e) {
            throw refusal(model, version, e);
        }
    }

    static ModelLoadException refusal(String model, int version, ModelLoadException reason) {
        return new ModelLoadException(model + "@" + version + " is refused: " + reason.getMessage(), reason);
    }

    /**
     * Gives a draft the next version number, checks it as every later load will, and only then makes it visible.
     *
     * @throws ModelLoadException saying what is wrong with the draft; nothing is left behind
     */
    public VersionId publish(Draft draft) throws ModelLoadException, IOException {
        Path model = folder(draft.model());
        Files.createDirectories(model);
        ModelLock lock = ModelLock.take(model);
        try {
            removeLeftovers(model);
            int version = next(draft.model());
            String staging = STAGING + UUID.randomUUID();
            Artefact artefact = stage(draft, version, model.resolve(staging));
            Folders.rename(model, staging, Integer.toString(version));
            ledger(draft.model()).decide(published(artefact));
            return artefact.id();
        } finally {
            try {
                removeLeftovers(model);
            } finally {
                lock.release();
            }
        }
    }

    private static Decision published(Artefact artefact) {
        Content content = artefact.manifest().content();
        Map<String, Double> metrics = new LinkedHashMap<>();
        content.metrics()
                .forEach((set, values) -> values.forEach((name, value) -> metrics.put(set + " " + name, value)));
        String why = "learned from " + content.training().source() + ", rows="
                + content.training().rows();
        return new Decision(Decision.Kind.PUBLISH, artefact.id().version(), 0, Decision.AUTOMATIC, why, metrics);
    }

    private Artefact stage(Draft draft, int version, Path staging) throws ModelLoadException, IOException {
        Files.createDirectory(staging);
        String weights = draft.trial().content().format().file();
        Instant now = Instant.ofEpochMilli(ticker.epochMillis());
        Manifest manifest = new Manifest(
                new Identity(draft.model(), version, draft.parent(), now),
                draft.trial().content(),
                Map.of(weights, Sha256.of(draft.trial().weights()), Golden.FILE, Sha256.of(draft.golden())));
        Folders.write(staging.resolve(ManifestYaml.FILE), ManifestYaml.write(manifest));
        Folders.write(staging.resolve(weights), draft.trial().weights());
        Folders.write(staging.resolve(Golden.FILE), draft.golden());
        Folders.sync(staging);
        try {
            Artefact artefact = new Verification(staging, draft.model(), version).read();
            new ModelLoader(artefact, ComputeDevice.CPU).scorer().close();
            return artefact;
        } catch (ModelLoadException e) {
            throw new ModelLoadException(draft.model() + " is not published: " + e.getMessage(), e);
        }
    }

    /**
     * Moves an alias to a version.
     *
     * @return the aliases after the move
     * @throws ModelLoadException if there is no such version, or the alias has no proper name
     */
    public Aliases move(String model, String alias, int version) throws ModelLoadException, IOException {
        if (!AliasesYaml.NAME.matcher(alias).matches()) {
            throw new ModelLoadException("alias has no proper name: alias=" + alias
                    + "; use lower-case letters, digits and hyphens, a letter first");
        }
        decide(model, Decision.of(kind(alias), version, Decision.AUTOMATIC, alias));
        return aliases(model);
    }

    private static Decision.Kind kind(String alias) {
        return switch (alias) {
            case Aliases.CHAMPION -> Decision.Kind.PROMOTE;
            case Aliases.CANDIDATE -> Decision.Kind.SHADOW;
            default -> Decision.Kind.ALIAS;
        };
    }

    /**
     * Carries a decision out and writes it down.
     *
     * @throws ModelLoadException if there is no such version, it is in quarantine, or it has not the place that the
     *     decision takes from it
     */
    public LoggedDecision decide(String model, Decision decision) throws ModelLoadException, IOException {
        requireVersions(model, decision);
        ModelLock lock = ModelLock.take(folder(model));
        try {
            return ledger(model).decide(decision);
        } finally {
            lock.release();
        }
    }

    /**
     * Carries a decision out that nobody has to confirm, unless it is out of date: versions were moved since, or they are
     * frozen. A decision that is repeated after a failure is therefore carried out once.
     *
     * @param epoch of the aliases that the decision rests on
     * @return empty if nothing was done
     */
    public Optional<LoggedDecision> decideAt(String model, long epoch, Decision decision)
            throws ModelLoadException, IOException {
        requireVersions(model, decision);
        ModelLock lock = ModelLock.take(folder(model));
        try {
            Ledger ledger = ledger(model);
            Standing standing = ledger.recovered();
            if (standing.frozen() || standing.aliases().epoch() != epoch) {
                return Optional.empty();
            }
            return Optional.of(ledger.decide(decision));
        } finally {
            lock.release();
        }
    }

    private void requireVersions(String model, Decision decision) throws ModelLoadException {
        List<Integer> versions = existing(model);
        if (decision.version() != 0) {
            requireVersion(model, decision.version(), versions);
        }
    }

    /**
     * Sets the share of the keys that a candidate serves, unless another version is candidate by now.
     *
     * @param share 0 to 1; with 0 the candidate only runs beside the champion
     * @return the aliases after the change
     * @throws ModelLoadException if that version is not the candidate, or the share is out of bounds
     */
    public Aliases share(String model, int candidate, double share) throws ModelLoadException, IOException {
        if (!(share >= 0 && share <= 1)) {
            throw new ModelLoadException("share is out of bounds: share=" + share + ", min=0, max=1");
        }
        decide(
                model,
                new Decision(
                        Decision.Kind.CANARY, candidate, share, Decision.AUTOMATIC, "share of the keys", Map.of()));
        return aliases(model);
    }

    /**
     * Takes the alias from a candidate, unless another version is candidate by now.
     *
     * @return the aliases after the change
     * @throws ModelLoadException if that version is not the candidate
     */
    public Aliases withdraw(String model, int candidate) throws ModelLoadException, IOException {
        decide(model, Decision.of(Decision.Kind.REJECT, candidate, Decision.AUTOMATIC, "withdrawn"));
        return aliases(model);
    }

    /**
     * Gives a new version its first alias: champion if the model has none, otherwise candidate.
     *
     * @return the alias
     */
    public String introduce(VersionId version) throws ModelLoadException, IOException {
        boolean first = aliases(version.model()).version(Aliases.CHAMPION) == null;
        String alias = first ? Aliases.CHAMPION : Aliases.CANDIDATE;
        move(version.model(), alias, version.version());
        return alias;
    }

    private Ledger ledger(String model) throws ModelLoadException {
        return new Ledger(model, folder(model), ticker);
    }

    /** The number after every number that was ever given, even if its version was deleted. */
    private int next(String model) throws ModelLoadException, IOException {
        int latest = aliases(model).latest();
        for (int version : versions(model)) {
            latest = Math.max(latest, version);
        }
        return latest + 1;
    }

    private static void removeLeftovers(Path model) throws IOException {
        for (String name : Folders.names(model)) {
            if (name.startsWith(STAGING)) {
                Folders.delete(model.resolve(name));
            }
        }
    }

    private Path folder(String model) throws ModelLoadException {
        if (!MODEL.matcher(model).matches()) {
            throw new ModelLoadException("model has no proper name: model=" + model
                    + "; use letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        return root.resolve(model);
    }

    private List<Integer> existing(String model) throws ModelLoadException {
        try {
            folder(model);
            List<Integer> versions = versions(model);
            if (versions.isEmpty()) {
                throw new ModelLoadException("registry has no such model: model=" + model + ", registry=" + root
                        + Nearest.hint(model, models()) + "; train or import a first version");
            }
            return versions;
        } catch (IOException e) {
            throw new ModelLoadException("registry cannot be read: registry=" + root + ", cause=" + e, e);
        }
    }

    private static void requireVersion(String model, int version, List<Integer> versions) throws ModelLoadException {
        if (!versions.contains(version)) {
            throw new ModelLoadException(
                    "model has no such version: model=" + model + ", version=" + version + ", versions=" + versions);
        }
    }
}
