package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Audit;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.Ledger;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.enrich.FeatureTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A demonstration, from an empty home to the summary. */
final class Demo {
    static final List<String> STEPS = List.of("broker", "model", "job", "stream", "audit");

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final int LISTED = 10;

    private final PipelineConfig pipeline;
    private final Home home;
    private final Script script;
    private final Teacher teacher;
    private final DemoBoard board;

    /**
     * What is demonstrated.
     *
     * @param perSecond events per second
     * @param brokenShare share of the events that are broken
     */
    record Script(Market market, double perSecond, double brokenShare) {

        ListingGenerator generator() {
            return new ListingGenerator(market);
        }

        DemoSales sales() {
            return new DemoSales(generator());
        }

        ListingStream stream() {
            return new ListingStream(generator(), brokenShare);
        }
    }

    /**
     * A demonstration of a pipeline.
     *
     * @param home an empty home, to which the pipeline was bound
     */
    Demo(PipelineConfig pipeline, Home home, Script script, Teacher teacher, DemoBoard board) {
        this.pipeline = pipeline;
        this.home = home;
        this.script = script;
        this.teacher = teacher;
        this.board = board;
    }

    /**
     * Runs it.
     *
     * @param ending whether it should end early
     */
    DemoSummary run(BooleanSupplier ending) throws Exception {
        board.next();
        try (Broker broker = Broker.connectOrStart(home, 0, LOG::info)) {
            Cluster cluster = Cluster.of(pipeline.kafka(), broker.bootstrap());
            Topics.create(cluster, topics());
            board.next();
            int version = train();
            board.model(pipeline.model().name() + '@' + version);
            DemoTally tally = new DemoTally(script.stream());
            double cacheHitRate;
            try (DemoJobs job = new DemoJobs(pipeline, home, cluster)) {
                job.compute(() -> sellHousesOfBefore(cluster));
                job.score();
                job.learn();
                board.live(() -> tally.live(job.cacheHitRate()));
                board.next();
                FirstVersion first = new FirstVersion(pipeline, home, version);
                new DemoPlay(script, cluster, first, tally).run(board, job, ending);
                job.stop();
                tally.learned(first.standing(), job.labels());
                cacheHitRate = job.cacheHitRate();
            }
            board.live(() -> tally.live(cacheHitRate));
            board.next();
            board.progress(() ->
                    new Progress("events", tally.answered(), script.market().events()));
            return new DemoSummary(
                    script.market().events(),
                    script.stream().expectedRejections(),
                    tally.totals(),
                    tally.live(cacheHitRate),
                    audit(cluster),
                    version);
        }
    }

    private List<Topics.Plan> topics() {
        List<Topics.Plan> plans = new ArrayList<>(Topics.ofScoring(pipeline));
        plans.addAll(Topics.ofViews(pipeline));
        plans.addAll(Topics.ofLearning(pipeline));
        return plans;
    }

    private int train() throws Exception {
        fillTheTableOfZipCodes();
        TrainingRows training = new TrainingRows(script.generator(), script.sales());
        long now = Ticker.system().epochMillis();
        Path rows = home.root().resolve("training.csv");
        Path sales = home.root().resolve("sales.csv");
        training.write(rows, pipeline.model().target(), now);
        training.writeSales(sales, now);
        return teacher.train(
                pipeline,
                home,
                rows,
                sales,
                (unit, done, total) -> board.progress(() -> new Progress(unit, done, total)));
    }

    private void fillTheTableOfZipCodes() throws FeatureStoreException {
        ViewConfig view = pipeline.storedFeatures().get(0).view();
        Map<String, Values> rows = new HashMap<>();
        for (Zip zip : script.generator().county().zips()) {
            rows.put(zip.code(), Values.ofNumbers(County.milesToCentre(zip)));
        }
        try (FeatureTable table = FeatureTable.open(view, Environment.system())) {
            table.upsert(
                    view.columns(), rows, Instant.ofEpochMilli(Ticker.system().epochMillis()));
        }
    }

    /* As if the last of them had been listed just now: the stream goes on where they end. */
    private void sellHousesOfBefore(Cluster cluster) {
        DemoSales sales = script.sales();
        long now = Ticker.system().epochMillis();
        try (TopicWriter writer = new TopicWriter(cluster, DemoJobs.sales(pipeline))) {
            for (int row = 0; row < sales.soldBefore(); row++) {
                writer.write(sales.before(row, now));
            }
            writer.flush();
        }
    }

    private DemoSummary.Accounts audit(Cluster cluster) {
        Ledger.Balance balance = new Audit(cluster, pipeline, LOG::info).balance(prediction -> {}, LISTED);
        return new DemoSummary.Accounts(
                balance.missing().count(),
                balance.duplicates().count(),
                balance.unknown().count());
    }
}
