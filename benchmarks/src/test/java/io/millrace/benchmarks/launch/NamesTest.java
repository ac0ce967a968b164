package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.jobs.launch.WrongUse;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NamesTest {

    @Test
    void findsRigsThatCarryOneOfTheWorkloads() {
        List<Workload> workloads = Names.workloads(List.of("W3", "W1"));
        assertThat(Names.rigs(List.of("ours", "crayfish"), workloads))
                .extracting(Rig::name)
                .containsExactly("ours", "crayfish");
    }

    @Test
    void refusesARigThatCarriesNoneOfTheWorkloads() {
        List<Workload> workloads = Names.workloads(List.of("W3", "W2-frame"));
        assertThatThrownBy(() -> Names.rigs(List.of("crayfish"), workloads))
                .isInstanceOf(WrongUse.class)
                .hasMessage("rig carries none of the workloads: rig=crayfish, workloads=[W3, W2-frame], carries=[W1]");
    }

    @Test
    void refusesWhatIsNamedTwice() {
        assertThatThrownBy(() -> Names.rigs(List.of("http", "http-4x64x0"), Names.workloads(List.of("W1"))))
                .isInstanceOf(WrongUse.class)
                .hasMessage("rig is named twice: name=http, names=[http, http-4x64x0]");
        assertThatThrownBy(() -> Names.workloads(List.of("W1", "w1")))
                .isInstanceOf(WrongUse.class)
                .hasMessage("workload is named twice: name=W1, names=[W1, w1]");
    }

    @Test
    void hintsAtTheNearestRig() {
        assertThatThrownBy(() -> Names.rigs(List.of("crawfish"), Names.workloads(List.of("W1"))))
                .isInstanceOf(WrongUse.class)
                .hasMessageContaining("no such rig: name=crawfish")
                .hasMessageContaining("crayfish");
    }

    @Test
    void takesOtherSettingsOfATunedRig() {
        assertThat(Names.rigs(List.of("naive-2x64", "http-16x4x1", "ours-1024x2"), Names.workloads(List.of("W1"))))
                .extracting(Rig::name)
                .containsExactly("naive-2x64", "http-16x4x1", "ours-1024x2");
    }

    @Test
    void refusesSettingsThatAreNotThoseOfTheRig() {
        for (String name : List.of("naive-2", "naive-2x64x1", "http-16x4", "ours-1", "naive-")) {
            assertThatThrownBy(() -> Names.rigs(List.of(name), Names.workloads(List.of("W1"))))
                    .isInstanceOf(WrongUse.class)
                    .hasMessageContaining("no such rig: name=" + name);
        }
    }

    @Test
    void refusesSettingsThatAreImpossible() {
        assertThatThrownBy(() -> Names.rigs(List.of("http-1x256x0"), Names.workloads(List.of("W1"))))
                .isInstanceOf(WrongUse.class)
                .hasMessage("pool is impossible: connections=1, min=1, requests under way on each=256, min=1, max=128,"
                        + " rig=http-1x256x0");
        assertThatThrownBy(() -> Names.rigs(List.of("naive-tree-0x64"), Names.workloads(List.of("W1"))))
                .isInstanceOf(WrongUse.class)
                .hasMessage("settings are impossible: threads=0, events in flight=64, min=1, rig=naive-tree-0x64");
    }
}
