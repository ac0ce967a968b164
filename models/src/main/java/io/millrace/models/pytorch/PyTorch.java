package io.millrace.models.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PyTorch engine of this process: started once, offline, with one thread per operation.
 *
 * <p>DJL downloads native code when it is allowed to and its three parts do not match, so both are checked before it
 * starts.
 */
public final class PyTorch {
    private static final Logger LOG = LoggerFactory.getLogger(PyTorch.class);
    private static final String NAME = "PyTorch";
    private static @Nullable Engine engine;

    private PyTorch() {}

    /**
     * The engine, started if it was not.
     *
     * @throws ModelLoadException saying what is missing on this machine
     */
    public static synchronized Engine engine() throws ModelLoadException {
        if (engine == null) {
            requireOffline(Utils.isOfflineMode());
            requireMatch(Engine.getDjlVersion(), jniVersion(), nativeVersion());
            engine = start();
        }
        return engine;
    }

    /** A manager without parent on a device, for the arrays of one model. The caller closes it. */
    public static NDManager newManager(ComputeDevice device) throws ModelLoadException {
        return engine().newBaseManager(Devices.of(device));
    }

    static void requireOffline(boolean offline) throws ModelLoadException {
        if (!offline) {
            throw new ModelLoadException("PyTorch engine may use the network: ai.djl.offline=false, expected=true;"
                    + " start the JVM with -Dai.djl.offline=true");
        }
    }

    /** Checks that the engine, its JNI library and PyTorch itself were built for each other. */
    static void requireMatch(String djl, String jni, String pytorch) throws ModelLoadException {
        String expected = pytorch.replaceFirst("-.*", "") + '-' + djl;
        if (!jni.equals(expected)) {
            throw new ModelLoadException(
                    "PyTorch libraries do not match: pytorch-engine=" + djl + ", pytorch-jni=" + jni
                            + ", pytorch-native=" + pytorch + ", expected pytorch-jni=" + expected
                            + "; put the three jars of the root pom on the class path");
        }
    }

    private static Engine start() throws ModelLoadException {
        try {
            Engine started = Engine.getEngine(NAME);
            JniUtils.setNumThreads(1);
            LOG.info(
                    "PyTorch started: version={}, jni={}, intra-op threads={}, inter-op threads={}, gpus={}",
                    nativeVersion(),
                    jniVersion(),
                    JniUtils.getNumThreads(),
                    JniUtils.getNumInteropThreads(),
                    started.getGpuCount());
            return started;
        } catch (RuntimeException | LinkageError e) {
            throw new ModelLoadException(
                    "PyTorch does not start: cause=" + e.getMessage()
                            + "; it needs linux-x86_64 with glibc, or the native jar of this platform",
                    e);
        }
    }

    private static String jniVersion() throws ModelLoadException {
        return property("jnilib/pytorch.properties", "jni_version", "pytorch-jni");
    }

    private static String nativeVersion() throws ModelLoadException {
        return property("native/lib/pytorch.properties", "version", "pytorch-native-cpu");
    }

    private static String property(String resource, String key, String jar) throws ModelLoadException {
        ClassLoader loader = PyTorch.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ModelLoadException(
                        "PyTorch library is not on the class path: resource=" + resource + "; add the jar " + jar);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key, "").trim();
        } catch (IOException e) {
            throw new ModelLoadException("PyTorch library is unreadable: resource=" + resource + ", jar=" + jar, e);
        }
    }
}
