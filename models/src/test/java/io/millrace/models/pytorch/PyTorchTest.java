package io.millrace.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.infer.ModelLoadException;
import org.junit.jupiter.api.Test;

class PyTorchTest {

    @Test
    void startsOnceWithOneThreadPerOperation() throws ModelLoadException {
        assertThat(PyTorch.engine()).isSameAs(PyTorch.engine());
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
    }

    @Test
    void refusesToStartWhenItMayDownload() {
        assertThatThrownBy(() -> PyTorch.requireOffline(false))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("PyTorch engine may use the network: ai.djl.offline=false, expected=true;"
                        + " start the JVM with -Dai.djl.offline=true");
    }

    @Test
    void takesLibrariesThatWereBuiltForEachOther() throws ModelLoadException {
        PyTorch.requireMatch("0.35.1", "2.7.1-0.35.1", "2.7.1-20250812");
    }

    @Test
    void refusesLibrariesThatWereNot() {
        assertThatThrownBy(() -> PyTorch.requireMatch("0.36.0", "2.7.1-0.35.1", "2.7.1-20250812"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("PyTorch libraries do not match: pytorch-engine=0.36.0, pytorch-jni=2.7.1-0.35.1,"
                        + " pytorch-native=2.7.1-20250812, expected pytorch-jni=2.7.1-0.36.0;"
                        + " put the three jars of the root pom on the class path");
    }
}
