package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.Furnished;
import io.millrace.config.PipelineConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.registry.RegistrySource;
import java.io.OutputStream;
import java.time.Duration;

/** A process that serves the model of its home over HTTP until its standard input ends. */
public final class ModelServer {
    /** Begins the line with which it says on which port it listens. */
    static final String PORT = "port";

    private ModelServer() {}

    /** Takes the longest delay of a batch in milliseconds. */
    public static void main(String[] arguments) throws Exception {
        Home home = new Home(Environment.system().home());
        System.setProperty("millrace.logs", home.logs().toString());
        System.setProperty("millrace.command", "server");
        PipelineConfig pipeline = Furnished.pipeline(home);
        RegistrySource source = Furnished.model(home, pipeline);
        BatchingServer server = BatchingServer.start(
                source.load(source.resolve().version(), ComputeDevice.CPU),
                new BatchingServer.Batching(
                        pipeline.batching().maxSize(), Duration.ofMillis(Long.parseLong(arguments[0]))));
        System.out.println(PORT + " " + server.port());
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
