package io.millrace.models.registry;

import io.millrace.config.bind.ConfigException;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The check of a version's folder before anything in it is used: only allowed files, no links, nothing too large, every
 * hash as the manifest says. What is returned are the very bytes that were checked.
 */
final class Verification {
    static final long MAX_BYTES = Integer.MAX_VALUE - 8L;
    static final int MAX_FILES = 200;

    private static final Set<String> ALLOWED =
            new TreeSet<>(Set.of(ManifestYaml.FILE, Golden.FILE, new Manifest.Script().file(), "weights.f32"));

    private final Path folder;
    private final String model;
    private final int version;

    Verification(Path folder, String model, int version) {
        this.folder = folder;
        this.model = model;
        this.version = version;
    }

    /**
     * Reads the version.
     *
     * @throws ModelLoadException saying why it may not serve
     */
    Artefact read() throws ModelLoadException {
        try {
            Map<String, Long> sizes = list();
            requireFile(sizes, ManifestYaml.FILE);
            byte[] yaml = bytes(ManifestYaml.FILE, sizes);
            Manifest manifest = manifest(yaml);
            String weights = manifest.content().format().file();
            Set<String> expected = new TreeSet<>(Set.of(weights, Golden.FILE));
            requireSame(manifest, sizes.keySet(), expected);
            return new Artefact(
                    new VersionId(model, version, Sha256.of(yaml)),
                    manifest,
                    verified(weights, sizes, manifest),
                    verified(Golden.FILE, sizes, manifest));
        } catch (IOException e) {
            throw new ModelLoadException("files cannot be read: folder=" + folder + ", cause=" + e, e);
        }
    }

    private Map<String, Long> list() throws IOException, ModelLoadException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModelLoadException("there is no folder, or it is a link: folder=" + folder);
        }
        Map<String, Long> sizes = new TreeMap<>();
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                long size = size(file);
                bytes += size;
                sizes.put(file.getFileName().toString(), size);
                if (sizes.size() > MAX_FILES || bytes > MAX_BYTES) {
                    throw new ModelLoadException(
                            "files are too many or too large: max files=" + MAX_FILES + ", max bytes=" + MAX_BYTES);
                }
            }
        }
        for (String name : sizes.keySet()) {
            requireAllowed(name);
        }
        return sizes;
    }

    private static long size(Path file) throws IOException, ModelLoadException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new ModelLoadException("file is a link: file=" + file.getFileName() + "; put the file itself there");
        }
        if (!attributes.isRegularFile()) {
            throw new ModelLoadException("not a plain file: name=" + file.getFileName() + ", allowed=" + ALLOWED);
        }
        return attributes.size();
    }

    private static void requireAllowed(String name) throws ModelLoadException {
        if (!ALLOWED.contains(name)) {
            throw new ModelLoadException("file is not allowed: file=" + name + ", allowed=" + ALLOWED);
        }
    }

    private static void requireFile(Map<String, Long> sizes, String name) throws ModelLoadException {
        if (!sizes.containsKey(name)) {
            throw new ModelLoadException("file is missing: file=" + name);
        }
    }

    private Manifest manifest(byte[] yaml) throws ModelLoadException {
        Manifest manifest;
        try {
            manifest = ManifestYaml.read(yaml, model + "/" + version + "/" + ManifestYaml.FILE);
        } catch (ConfigException e) {
            throw new ModelLoadException("manifest is wrong\n" + e.getMessage(), e);
        }
        Manifest.Identity identity = manifest.identity();
        if (!identity.model().equals(model) || identity.version() != version) {
            throw new ModelLoadException("manifest is of another version: manifest=" + identity.model() + "@"
                    + identity.version() + ", folder=" + model + "@" + version);
        }
        return manifest;
    }

    /** The folder holds, and the manifest hashes, exactly the expected files. */
    private static void requireSame(Manifest manifest, Set<String> present, Set<String> expected)
            throws ModelLoadException {
        for (String name : manifest.files().keySet()) {
            if (!expected.contains(name)) {
                throw new ModelLoadException(
                        "manifest names a file that is not allowed: file=" + name + ", allowed=" + expected);
            }
        }
        for (String name : expected) {
            if (!present.contains(name)) {
                throw new ModelLoadException("file is missing: file=" + name);
            }
            if (!manifest.files().containsKey(name)) {
                throw new ModelLoadException("manifest has no hash of a file: file=" + name);
            }
        }
        for (String name : present) {
            if (!expected.contains(name) && !name.equals(ManifestYaml.FILE)) {
                throw new ModelLoadException(
                        "file does not belong to the format of the manifest: file=" + name + ", expected=" + expected);
            }
        }
    }

    private byte[] verified(String name, Map<String, Long> sizes, Manifest manifest)
            throws IOException, ModelLoadException {
        byte[] bytes = bytes(name, sizes);
        String hash = Sha256.of(bytes);
        String expected = manifest.files().get(name);
        if (!hash.equals(expected)) {
            throw new ModelLoadException(
                    "file was altered: file=" + name + ", sha256=" + hash + ", expected=" + expected);
        }
        return bytes;
    }

    private byte[] bytes(String name, Map<String, Long> sizes) throws IOException, ModelLoadException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        int size = Math.toIntExact(sizes.getOrDefault(name, 0L));
        try (InputStream in = Channels.newInputStream(Files.newByteChannel(folder.resolve(name), options))) {
            byte[] bytes = in.readNBytes(size);
            if (bytes.length != size || in.read() >= 0) {
                throw new ModelLoadException("file changes while it is read: file=" + name);
            }
            return bytes;
        }
    }
}
