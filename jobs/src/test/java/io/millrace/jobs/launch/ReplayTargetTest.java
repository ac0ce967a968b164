package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.learn.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTargetTest {
    @TempDir
    Path folder;

    @Test
    void writesLabelsAsTheViewsThatReadTheSameTopicTakeThem() throws Exception {
        String header = "period,nswprice,nswdemand,vicprice,vicdemand,transfer,class\n";
        assertThat(label("elec2", header + "0,0.05,0.4,0.003,0.4,0.4,1\n"))
                .as("elec2_labels declares a whole number")
                .contains("\"class\":1,", "\"market\":\"all\"", "\"id\":\"0\"");
        assertThat(label("elec2-raw", header + "0,0.05,0.4,0.003,0.4,0.4,1\n"))
                .as("nobody but the join reads it")
                .contains("\"class\":\"1\",");
    }

    private String label(String name, String rows) throws Exception {
        PipelineConfig pipeline =
                PipelineFile.read(Path.of("../config/pipelines/" + name + ".yaml"), Environment.of(Map.of()));
        CsvTable table = CsvTable.read(Files.writeString(folder.resolve(name + ".csv"), rows), pipeline.events());
        ReplayTarget target = ReplayTarget.of(pipeline, List.of("labels")).get(0);
        return new String(target.of(table).event(table.rows().get(0)).value(), UTF_8);
    }
}
