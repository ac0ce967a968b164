package io.millrace.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource.Resolved;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.time.ManualTicker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
    @TempDir
    private Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void open() {
        registry = new ModelRegistry(folder.resolve("registry"), new ManualTicker());
    }

    @Test
    void publishesVersionsThatServeWhatWasDrafted() throws Exception {
        VersionId id = registry.publish(Drafts.of(0));

        assertThat(id.version()).isEqualTo(1);
        try (ServedModel model = source("1").load(1, ComputeDevice.CPU)) {
            assertThat(model.id()).isEqualTo(id);
            assertThat(score(model)).containsExactly(Drafts.ROW_OUTPUT);
        }
    }

    @Test
    void readsBackTheManifestItWrote() throws Exception {
        Draft draft = Drafts.of(0);
        VersionId id = registry.publish(draft);

        Manifest manifest = registry.manifest(Drafts.MODEL, 1);

        assertThat(manifest.content()).isEqualTo(draft.trial().content());
        assertThat(manifest.identity().created().toEpochMilli()).isEqualTo(new ManualTicker().epochMillis());
        assertThat(manifest.files()).containsOnlyKeys("weights.f32", "golden.csv");
        assertThat(id.artefact())
                .isEqualTo(Sha256.of(Files.readAllBytes(version(1).resolve("manifest.yaml"))));
    }

    @Test
    void numbersVersionsUpwardsEvenAfterOneIsDeleted() throws Exception {
        registry.publish(Drafts.of(1));
        registry.publish(Drafts.of(2));
        Folders.delete(version(2));

        assertThat(registry.publish(Drafts.of(3)).version()).isEqualTo(3);
        assertThat(registry.versions(Drafts.MODEL)).containsExactly(1, 3);
        assertThat(registry.models()).containsExactly(Drafts.MODEL);
    }

    @Test
    void resolvesAliasesAndVersionNumbers() throws Exception {
        registry.publish(Drafts.of(1));
        registry.publish(Drafts.of(2));
        registry.move(Drafts.MODEL, Aliases.CHAMPION, 1);
        registry.move(Drafts.MODEL, Aliases.CANDIDATE, 2);

        assertThat(registry.resolve(Drafts.MODEL, "champion")).isEqualTo(new Resolved(1, 2, 2, 0));
        assertThat(registry.resolve(Drafts.MODEL, "candidate")).isEqualTo(new Resolved(2, 2));
        assertThat(registry.resolve(Drafts.MODEL, "2")).isEqualTo(new Resolved(2, 2));
        registry.share(Drafts.MODEL, 2, 0.25);
        assertThat(registry.resolve(Drafts.MODEL, "champion")).isEqualTo(new Resolved(1, 3, 2, 0.25));
        assertThat(registry.resolve(Drafts.MODEL, "1")).isEqualTo(new Resolved(1, 3));
    }

    @Test
    void remembersThePreviousChampion() throws Exception {
        registry.publish(Drafts.of(1));
        registry.publish(Drafts.of(2));
        registry.move(Drafts.MODEL, Aliases.CHAMPION, 1);
        registry.move(Drafts.MODEL, Aliases.CANDIDATE, 2);

        Aliases moved = registry.move(Drafts.MODEL, Aliases.CHAMPION, 2);

        assertThat(moved).isEqualTo(new Aliases(3, 2, Map.of("champion", 2, "previous", 1), 0));
        assertThat(registry.aliases(Drafts.MODEL)).isEqualTo(moved);
    }

    @Test
    void aShareBelongsToItsCandidate() throws Exception {
        registry.publish(Drafts.of(1));
        registry.publish(Drafts.of(2));
        registry.publish(Drafts.of(3));
        registry.move(Drafts.MODEL, Aliases.CHAMPION, 1);
        registry.move(Drafts.MODEL, Aliases.CANDIDATE, 2);

        Aliases shared = registry.share(Drafts.MODEL, 2, 0.05);

        assertThat(shared).isEqualTo(new Aliases(3, 3, Map.of("champion", 1, "candidate", 2), 0.05));
        assertThat(registry.aliases(Drafts.MODEL)).isEqualTo(shared);
        assertThat(registry.publish(Drafts.of(4)).version()).isEqualTo(4);
        assertThat(registry.aliases(Drafts.MODEL).share()).isEqualTo(0.05);
        assertThat(registry.move(Drafts.MODEL, Aliases.CANDIDATE, 3).share()).isZero();
        registry.share(Drafts.MODEL, 3, 1);
        assertThat(registry.move(Drafts.MODEL, Aliases.CHAMPION, 3))
                .isEqualTo(new Aliases(6, 4, Map.of("champion", 3, "previous", 1), 0));
    }

    @Test
    void aCandidateCanBeWithdrawn() throws Exception {
        registry.publish(Drafts.of(1));
        registry.publish(Drafts.of(2));
        registry.move(Drafts.MODEL, Aliases.CHAMPION, 1);
        registry.move(Drafts.MODEL, Aliases.CANDIDATE, 2);
        registry.share(Drafts.MODEL, 2, 0.5);

        assertThat(registry.withdraw(Drafts.MODEL, 2)).isEqualTo(new Aliases(4, 2, Map.of("champion", 1), 0));
        assertThatThrownBy(() -> registry.withdraw(Drafts.MODEL, 2))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version is not the candidate: model=house-price, version=2, aliases={champion=1}");
        assertThatThrownBy(() -> registry.share(Drafts.MODEL, 2, 0.01))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version is not the candidate: model=house-price, version=2, aliases={champion=1}");
        assertThatThrownBy(() -> registry.share(Drafts.MODEL, 2, 1.5))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("share is out of bounds: share=1.5, min=0, max=1");
    }

    @Test
    void readsAliasesWithoutAShare() throws Exception {
        registry.publish(Drafts.of(1));
        Files.writeString(
                version(1).resolveSibling("aliases.yaml"),
                "epoch: 2\nlatest: 1\naliases: { champion: 1, candidate: 1 }\n");

        assertThat(registry.aliases(Drafts.MODEL))
                .isEqualTo(new Aliases(2, 1, Map.of("champion", 1, "candidate", 1), 0));
    }

    @Test
    void saysWhatIsUnknown() throws Exception {
        registry.publish(Drafts.of(1));
        registry.move(Drafts.MODEL, Aliases.CHAMPION, 1);

        assertThatThrownBy(() -> registry.resolve("house-prize", "champion"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("registry has no such model: model=house-prize, registry=" + registry.root()
                        + "; did you mean house-price?; train or import a first version");
        assertThatThrownBy(() -> registry.resolve(Drafts.MODEL, "candidate"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("model has no such alias: model=house-price, alias=candidate, aliases={champion=1},"
                        + " versions=[1]");
        assertThatThrownBy(() -> registry.resolve(Drafts.MODEL, "9"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("model has no such version: model=house-price, version=9, versions=[1]");
        assertThatThrownBy(() -> registry.move(Drafts.MODEL, "Champion", 1))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("alias has no proper name: alias=Champion; use lower-case letters, digits and hyphens,"
                        + " a letter first");
        assertThatThrownBy(() -> registry.resolve("../../etc", "champion"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("model has no proper name: model=../../etc; use letters, digits, dots, hyphens and"
                        + " underscores, a letter or digit first");
    }

    @Test
    void refusesAliasesThatSomebodyBroke() throws Exception {
        registry.publish(Drafts.of(1));
        Files.writeString(version(1).resolveSibling("aliases.yaml"), "epoch: 1\nlatest: 1\naliases: { champion: x }\n");

        assertThatThrownBy(() -> registry.resolve(Drafts.MODEL, "champion"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("aliases are wrong: model=house-price")
                .hasMessageContaining("aliases.champion = x");
    }

    @Test
    void leavesNothingBehindWhenADraftIsRefused() throws Exception {
        Draft good = Drafts.of(0);
        Draft altered =
                new Draft(good.model(), null, new Trial(good.trial().content(), Drafts.weights(1000)), good.golden());

        assertThatThrownBy(() -> registry.publish(altered))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("house-price is not published: golden row does not reproduce: row=1, output=1203.0,"
                        + " expected=203.0, tolerance=1.0E-4");
        assertThat(Folders.names(folder.resolve("registry/house-price"))).containsExactly(".lock");
    }

    @Test
    void clearsAwayWhatACrashedPublisherLeft() throws Exception {
        Path leftover = Files.createDirectories(folder.resolve("registry/house-price/.staging-1"));
        Files.writeString(leftover.resolve("weights.f32"), "half");

        registry.publish(Drafts.of(1));

        assertThat(leftover).doesNotExist();
        assertThat(registry.versions(Drafts.MODEL)).containsExactly(1);
    }

    @Test
    void givesConcurrentPublishersDifferentNumbers() throws Exception {
        int publishers = 4;
        int each = 3;
        Draft draft = Drafts.of(1);

        List<List<Integer>> numbers = together(publishers, () -> {
            ModelRegistry own = new ModelRegistry(registry.root());
            return IntStream.range(0, each).mapToObj(i -> publish(own, draft)).toList();
        });

        assertThat(numbers.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, publishers * each).boxed().toList());
        assertThat(registry.aliases(Drafts.MODEL).latest()).isEqualTo(publishers * each);
    }

    @Test
    void losesNoMoveOfConcurrentMovers() throws Exception {
        registry.publish(Drafts.of(1));
        int movers = 4;
        int each = 10;

        together(movers, () -> {
            ModelRegistry own = new ModelRegistry(registry.root());
            for (int i = 0; i < each; i++) {
                own.move(Drafts.MODEL, Aliases.CHAMPION, 1);
                own.resolve(Drafts.MODEL, "champion");
            }
            return each;
        });

        assertThat(registry.aliases(Drafts.MODEL).epoch()).isEqualTo((long) movers * each);
        try (Stream<Path> left = Files.list(version(1).getParent())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("1", ".lock", "aliases.yaml", "decisions.jsonl");
        }
    }

    @Test
    void travelsToOtherProcesses() throws Exception {
        RegistrySource source = source("champion");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(source);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            RegistrySource arrived = (RegistrySource) in.readObject();
            assertThat(arrived).isEqualTo(source);
            assertThat(arrived.key()).isEqualTo(source.key());
        }
    }

    private RegistrySource source(String serve) {
        return new RegistrySource(registry.root().toString(), Drafts.MODEL, serve, Drafts.SCHEMA);
    }

    private Path version(int version) {
        return registry.root().resolve(Drafts.MODEL).resolve(Integer.toString(version));
    }

    private static int publish(ModelRegistry registry, Draft draft) {
        try {
            return registry.publish(draft).version();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static float[] score(ServedModel model) throws Exception {
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(model.encoder().inputs(), 1)) {
            model.encoder().encode(Drafts.ROW, batch, 0);
            return model.scorer().score(batch, 1);
        }
    }

    private static <T> List<T> together(int threads, Callable<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = IntStream.range(0, threads)
                    .mapToObj(i -> executor.submit(task))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
