package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.junit.jupiter.api.Test;

class LocalJobTest {

    @Test
    void aJobWithoutSubtasksYetDoesNotRun() {
        assertThat(LocalJob.condition(graph(JobStatus.INITIALIZING)).running()).isFalse();
        assertThat(LocalJob.condition(graph(JobStatus.RUNNING)).running()).isTrue();
    }

    private static ArchivedExecutionGraph graph(JobStatus status) {
        return ArchivedExecutionGraph.createSparseArchivedExecutionGraph(
                new JobID(), "job", status, null, null, null, 0);
    }
}
