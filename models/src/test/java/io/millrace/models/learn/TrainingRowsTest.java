package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the cells of a file to the rows that a model sees. */
class TrainingRowsTest {
    private static final String HEADER = "id,sold,zip,rooms,area,garden,price\n";

    @TempDir
    private Path folder;

    private PipelineConfig pipeline;

    @BeforeEach
    void readPipeline() throws Exception {
        pipeline = TestPipeline.read(folder);
    }

    @Test
    void readsCellsAsThePipelineDeclaresThem() throws Exception {
        LabeledRows rows = read("1,2015-01-01,\"98001\",\"3\",82.5,true,100\n2,2015-01-02,98002,4.0,1e2,,200\n");

        assertThat(rows.bad()).isEmpty();
        assertThat(rows.rows().get(0).event())
                .isEqualTo(new Values(
                        new double[] {Double.NaN, 3, 82.5, 1},
                        new String[] {"98001", null, null, null},
                        new float[4][]));
        assertThat(rows.rows().get(1).event().number(3)).as("an empty cell").isNaN();
        assertThat(rows.rows().get(1).label()).isEqualTo("200");
    }

    @Test
    void saysWhatIsWrongWithARow() throws Exception {
        LabeledRows rows = read("""
                1,2015-01-01,98001,3,80,true,100
                2,2015-01-01,,3,80,true,100
                3,2015-01-01,98001,three,80,true,100
                4,2015-01-01,98001,3.5,80,true,100
                5,2015-01-01,98001,3,5,true,100
                6,2015-01-01,98001,3,NaN,true,100
                7,2015-01-01,98001,3,1e999,true,100
                8,2015-01-01,98001,3,80,maybe,100
                9,2015-01-01,98001,3,80,true,
                10,2015-01-01,98001,3,0x10,true,100
                """);

        assertThat(rows.rows()).hasSize(1);
        assertThat(rows.bad())
                .containsExactly(
                        new BadRow(3, "value is missing: column=zip"),
                        new BadRow(4, "value is no whole number: column=rooms, value=three"),
                        new BadRow(5, "value is no whole number: column=rooms, value=3.5"),
                        new BadRow(6, "value is out of bounds: column=area, value=5, min=10.0, max=1000.0"),
                        new BadRow(7, "value is no finite number: column=area, value=NaN"),
                        new BadRow(8, "value is no finite number: column=area, value=1e999"),
                        new BadRow(9, "value is neither true nor false: column=garden, value=maybe"),
                        new BadRow(10, "row has no label"),
                        new BadRow(11, "value is no finite number: column=area, value=0x10"));
    }

    @Test
    void readsVectorsAndClosedCategories() throws Exception {
        pipeline = TestPipeline.read(
                folder,
                TestPipeline.YAML
                        .replace("garden: { type: bool, required: false }", "garden: { type: vector, length: 2 }")
                        .replace("zip: { type: category }", "zip: { type: category, values: [\"98001\"] }"),
                TestPipeline.VIEW);

        LabeledRows rows = read("""
                1,2015-01-01,98001,3,80,"[1.5, 2]",100
                2,2015-01-01,98001,3,80,1 2 3,100
                3,2015-01-01,98001,3,80,1 x,100
                4,2015-01-01,98002,3,80,1 2,100
                """);

        assertThat(rows.rows().get(0).event().vector(3)).containsExactly(1.5f, 2);
        assertThat(rows.bad())
                .containsExactly(
                        new BadRow(3, "vector has another length: column=garden, length=3, expected=2"),
                        new BadRow(4, "vector holds no finite number: column=garden, value=x"),
                        new BadRow(5, "value is not allowed: column=zip, value=98002, allowed=[98001]"));
    }

    @Test
    void namesAColumnThatTheFileLacks() throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), "id,sold,zip,room,area,garden,price\n");
        CsvTable table = CsvTable.read(file, pipeline.events().time());

        assertThatThrownBy(() -> LabeledRows.read(table, pipeline))
                .isInstanceOf(DataException.class)
                .hasMessage("file lacks a column: file=rows.csv, column=rooms; did you mean room?;"
                        + " columns=[id, sold, zip, room, area, garden, price]");
    }

    @Test
    void refusesAFileWithoutAGoodRow() {
        assertThatThrownBy(() -> read("1,2015-01-01,98001,99,80,true,100\n"))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "no row can be learned from: file=rows.csv, rows=1, bad=1, first=line 2: value is out of bounds:"
                                + " column=rooms, value=99, min=1.0, max=20.0");
    }

    @Test
    void refusesAFileWithoutARow() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "no row can be learned from: file=rows.csv, rows=0, bad=0; the file has a header and nothing"
                                + " else");
    }

    @Test
    void readsAFeatureOfAStoreFromTheFile() throws Exception {
        String view = TestPipeline.VIEW.replaceAll("    aggregate: .*\n", "").replaceAll("(?s)source:.*", "")
                + "source: { jdbc: { url: \"jdbc:h2:mem:unused\" } }\n";
        pipeline =
                TestPipeline.read(folder, TestPipeline.YAML.replace("[median_price_per_area, sales]", "[sales]"), view);
        LabeledRows rows = read("1,2015-01-01,98001,3,100,true,300\n");

        assertThatThrownBy(() -> FeatureJoin.of(pipeline, rows.table(), Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessage("a feature is neither computed from a stream nor in the file: column=market.sales,"
                        + " file=rows.csv; give the file the column, with the value at the time of each row");

        Path file = Files.writeString(
                folder.resolve("more.csv"),
                HEADER.replace("price", "price,market.sales") + "1,2015-01-01,98001,3,100,true,300,42\n");
        CsvTable table = CsvTable.read(file, pipeline.events().time());
        LabeledRows more = LabeledRows.read(table, pipeline);

        FeatureJoin join = FeatureJoin.of(pipeline, table, Map.of());

        assertThat(join.schema()).isEqualTo(Schema.ofRow(pipeline));
        assertThat(join.join(more.rows()).get(0).number(4)).isEqualTo(42);
    }

    @Test
    void readsAVectorOfAStoreFromTheFile() throws Exception {
        String view = """
                view: market
                owner: tests
                description: sales by zip
                key: zip
                columns: { embedding: { type: vector, length: 2, meaning: m, default: 0.5 } }
                max-age: 30d
                source: { jdbc: { url: "jdbc:h2:mem:unused" } }
                """;
        pipeline = TestPipeline.read(
                folder, TestPipeline.YAML.replace("[median_price_per_area, sales]", "[embedding]"), view);
        Path file = Files.writeString(
                folder.resolve("vectors.csv"), HEADER.replace("price", "price,market.embedding") + """
                1,2015-01-01,98001,3,100,true,300,"[1.5, -2]"
                2,2015-01-01,98001,3,100,true,300,
                3,2015-01-01,98001,3,100,true,300,1 2 3
                4,2015-01-01,98001,3,100,true,300,1 many
                """);
        CsvTable table = CsvTable.read(file, pipeline.events().time());
        LabeledRows rows = LabeledRows.read(table, pipeline);

        FeatureJoin join = FeatureJoin.of(pipeline, table, Map.of());

        assertThat(join.schema().column(4)).isEqualTo(new Column("market.embedding", FieldType.VECTOR, 2));
        assertThat(join.join(rows.rows()))
                .map(row -> row.vector(4))
                .containsExactly(new float[] {1.5f, -2}, new float[] {0.5f, 0.5f}, null, null);
    }

    private LabeledRows read(String csv) throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), HEADER + csv);
        return LabeledRows.read(CsvTable.read(file, pipeline.events().time()), pipeline);
    }
}
