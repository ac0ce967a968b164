package io.millrace.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void aggregatesPerEntity() throws Exception {
        LabeledRows rows = read("""
                1,2015-01-01,98001,3,100,,100
                2,2015-01-02,98001,3,100,,900
                3,2015-01-03,98001,3,100,,300
                4,2015-01-04,98002,3,100,,500
                5,2015-01-05,98002,3,100,,700
                """);

        AggregatedView view = aggregate(rows);

        assertThat(view.columns())
                .extracting(column -> column.name())
                .containsExactly("median_price_per_area", "sales");
        assertThat(view.rows())
                .containsOnlyKeys("98001", "98002")
                .containsEntry("98001", Values.ofNumbers(3, 3))
                .containsEntry("98002", Values.ofNumbers(6, 2));
    }

    @Test
    void knowsEveryFunction() throws Exception {
        String columns = "";
        for (String function : List.of("mean", "min", "max", "median")) {
            columns += "  " + function + ": { type: " + (function.equals("mean") ? "int" : "float")
                    + ", meaning: m, default: 0, aggregate: { function: " + function + ", of: rooms } }\n";
        }
        String view = TestPipeline.VIEW.replaceFirst("(?s)columns:\n.*max-age", "columns:\n" + columns + "max-age");
        pipeline = TestPipeline.read(
                folder, TestPipeline.YAML.replace("[median_price_per_area, sales]", "[mean, max]"), view);

        AggregatedView aggregated = aggregate(read("1,2015-01-01,98001,3,80,,1\n2,2015-01-01,98001,4,80,,1\n"));

        assertThat(aggregated.rows().get("98001"))
                .as("mean, an int, min, max, median")
                .isEqualTo(Values.ofNumbers(4, 3, 4, 3.5));
    }

    @Test
    void joinsFeaturesAndDefaultsOfUnknownEntities() throws Exception {
        LabeledRows rows = read("1,2015-01-01,98001,3,100,true,300\n");
        FeatureJoin join = FeatureJoin.of(pipeline, rows.table(), List.of(aggregate(rows)));
        LabeledRows later = read("1,2015-01-01,98001,3,100,true,300\n2,2015-01-02,98009,3,100,true,300\n");

        List<Values> joined = join.join(later.rows());

        assertThat(join.schema()).isEqualTo(Schema.ofRow(pipeline));
        assertThat(joined.get(0).text(0)).isEqualTo("98001");
        assertThat(joined.get(0).number(4)).isEqualTo(3);
        assertThat(joined.get(0).number(5)).isEqualTo(1);
        assertThat(joined.get(1).number(4)).as("default").isEqualTo(7);
        assertThat(joined.get(1).number(5)).as("default").isZero();
    }

    @Test
    void readsAFeatureWithoutAggregateFromTheFile() throws Exception {
        pipeline = TestPipeline.read(
                folder, TestPipeline.YAML, TestPipeline.VIEW.replace("    aggregate: { function: count }\n", ""));
        LabeledRows rows = read("1,2015-01-01,98001,3,100,true,300\n");

        assertThatThrownBy(() -> FeatureJoin.of(pipeline, rows.table(), List.of(aggregate(rows))))
                .isInstanceOf(DataException.class)
                .hasMessage("a feature is neither computed nor in the file: column=market.sales, file=rows.csv;"
                        + " declare its aggregate in the view, or give the file the column");

        Path file = Files.writeString(
                folder.resolve("more.csv"),
                HEADER.replace("price", "price,market.sales") + "1,2015-01-01,98001,3,100,true,300,42\n");
        CsvTable table = CsvTable.read(file, pipeline.events().time());
        LabeledRows more = LabeledRows.read(table, pipeline);

        Values joined = FeatureJoin.of(pipeline, table, List.of(aggregate(more)))
                .join(more.rows())
                .get(0);

        assertThat(joined.number(5)).isEqualTo(42);
    }

    private AggregatedView aggregate(LabeledRows rows) throws DataException {
        EntityKey key = EntityKey.of(rows.table(), pipeline, "zip");
        return new ViewAggregates(rows.table(), key, pipeline.features().get(0)).over(new ArrayList<>(rows.rows()));
    }

    private LabeledRows read(String csv) throws Exception {
        Path file = Files.writeString(folder.resolve("rows.csv"), HEADER + csv);
        return LabeledRows.read(CsvTable.read(file, pipeline.events().time()), pipeline);
    }
}
