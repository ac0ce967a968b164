package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.ChildJvm;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.benchmarks.flow.StageGraph;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * H: the model in a server of its own. Each event goes through Flink's asynchronous I/O as an HTTP request with its tensors
 * as bytes; the server scores requests in batches. It runs on the rig's core, because the budget that is compared is a
 * core, and its processor time counts.
 *
 * <p>The server and the client are ours, on Netty, with the batcher and the forward pass of Millrace: what is compared is
 * the way through HTTP, not somebody's implementation of it.
 */
public final class HttpRig implements Rig.Stream {
    private static final int TIMEOUT_SECONDS = 60;
    private static final Duration SERVER_STARTS_WITHIN = Duration.ofSeconds(60);
    /* As for the rigs. */
    private static final List<String> SERVER_JVM = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:-UseDynamicNumberOfCompilerThreads");

    private final Settings settings;

    /**
     * What the rig is tuned with.
     *
     * @param connections that stay open
     * @param pipelined requests under way on each of them
     * @param delayMillis how long the server may hold an incomplete batch back while the model is idle
     */
    public record Settings(int connections, int pipelined, int delayMillis) {
        /** The best that was found, see docs/performance.md. */
        public static final Settings ONE_CORE = new Settings(4, 64, 0);

        /** Settings that are possible. */
        public Settings {
            ModelClient.Pool.check(connections, pipelined);
        }

        ModelClient.Pool pool() {
            return new ModelClient.Pool(connections, pipelined);
        }
    }

    public HttpRig(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return settings.equals(Settings.ONE_CORE)
                ? "http"
                : "http-" + settings.connections + "x" + settings.pipelined + "x" + settings.delayMillis;
    }

    @Override
    public String description() {
        return "H: Flink async I/O to an HTTP server with dynamic batching in a process of its own on the rig's core;"
                + " every other stage is ours; connections=" + settings.connections + ", requests under way on each="
                + settings.pipelined + ", delay=" + settings.delayMillis + "ms";
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws Exception {
        RivalModel model = RivalModel.of(inputs);
        int port = startServer(inputs);
        return StageGraph.scoring(inputs, events -> AsyncDataStream.unorderedWait(
                        events,
                        new HttpFunction(model, port, settings.pool()),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS,
                        settings.pool().inFlight())
                .uid("predict")
                .name("predict"));
    }

    /** The server ends when this process does. */
    private int startServer(RigInputs inputs) throws Exception {
        ChildJvm server = ChildJvm.start(
                new ChildJvm.Program(
                        inputs.pipeline().pipeline() + "-server",
                        ModelServer.class,
                        SERVER_JVM,
                        List.of(Integer.toString(settings.delayMillis))),
                new ChildJvm.Place(UnaryOperator.identity(), inputs.home().root()));
        return Integer.parseInt(server.await(ModelServer.PORT, SERVER_STARTS_WITHIN));
    }
}
