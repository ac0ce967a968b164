package io.millrace.models.registry;

import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Nearest;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource.Resolved;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Manifest.Identity;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final String STAGING = ".staging-";

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
        Path file = folder(model).resolve(AliasesYaml.FILE);
        if (!Files.exists(file)) {
            return Aliases.NONE;
        }
        try {
            return AliasesYaml.read(file);
        } catch (ConfigException e) {
            throw new ModelLoadException("aliases are wrong: model=" + model + "\n" + e.getMessage(), e);
        }
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
            write(model, aliases(draft.model()).published(version));
            return artefact.id();
        } finally {
            try {
                removeLeftovers(model);
            } finally {
                lock.release();
            }
        }
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
        requireVersion(model, version, existing(model));
        return change(model, aliases -> aliases.moved(alias, version));
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
        return change(
                model, aliases -> requireCandidate(model, candidate, aliases).shared(share));
    }

    /**
     * Takes the alias from a candidate, unless another version is candidate by now.
     *
     * @return the aliases after the change
     * @throws ModelLoadException if that version is not the candidate
     */
    public Aliases withdraw(String model, int candidate) throws ModelLoadException, IOException {
        return change(
                model, aliases -> requireCandidate(model, candidate, aliases).withdrawn());
    }

    private static Aliases requireCandidate(String model, int candidate, Aliases aliases) throws ModelLoadException {
        Integer version = aliases.version(Aliases.CANDIDATE);
        if (version == null || version != candidate) {
            throw new ModelLoadException("version is not the candidate: model=" + model + ", version=" + candidate
                    + ", aliases=" + new TreeMap<>(aliases.versions()));
        }
        return aliases;
    }

    /** Makes other aliases of the present ones. */
    @FunctionalInterface
    private interface Change {
        Aliases of(Aliases aliases) throws ModelLoadException;
    }

    private Aliases change(String model, Change change) throws ModelLoadException, IOException {
        existing(model);
        ModelLock lock = ModelLock.take(folder(model));
        try {
            Aliases changed = change.of(aliases(model));
            write(folder(model), changed);
            return changed;
        } finally {
            lock.release();
        }
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

    private static void write(Path model, Aliases aliases) throws IOException {
        String staging = STAGING + UUID.randomUUID();
        Folders.write(model.resolve(staging), AliasesYaml.write(aliases));
        Folders.rename(model, staging, AliasesYaml.FILE);
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
