package io.millrace.benchmarks.micro;

import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package. */
public final class Micro {
    private static final String PACKAGE = "io\\.millrace\\.benchmarks\\.micro\\.";

    private final ChainedOptionsBuilder options;

    /**
     * How long is measured. The figures of a benchmark are those of all its JVMs.
     *
     * @param forks JVMs per benchmark
     * @param iterations of each JVM, after as many that warm it up
     * @param seconds of an iteration
     */
    public record Length(int forks, int iterations, int seconds) {}

    /** What is made of the times. */
    public enum Figure {
        /** The mean of all calls. */
        MEAN(Mode.AverageTime),
        /** Percentiles of single calls, of which some are timed. */
        PERCENTILES(Mode.SampleTime);

        private final Mode mode;

        Figure(Mode mode) {
            this.mode = mode;
        }
    }

    private Micro(ChainedOptionsBuilder options) {
        this.options = options;
    }

    /** Measures in JVMs of their own, which are started with the options and the environment of this one. */
    public static Micro measured(String pattern, Figure figure, Length length) {
        TimeValue time = TimeValue.seconds(length.seconds);
        return new Micro(chosen(pattern)
                .mode(figure.mode)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(CpuProfiler.class)
                .addProfiler(GCProfiler.class)
                .forks(length.forks)
                .warmupIterations(length.iterations)
                .warmupTime(time)
                .measurementIterations(length.iterations)
                .measurementTime(time)
                .jvmArgsAppend("-Xms1g", "-Xmx1g"));
    }

    /** Calls each benchmark once, with the smallest batch, in this JVM, and says nothing. */
    static Micro once(String pattern) {
        return new Micro(chosen(pattern)
                .mode(Mode.SingleShotTime)
                .param("rows", "1")
                .forks(0)
                .verbosity(VerboseMode.SILENT)
                .warmupIterations(0)
                .measurementIterations(1));
    }

    /** Writes the results to a file as JSON. */
    public Micro to(Path file) {
        options.result(file.toString()).resultFormat(ResultFormatType.JSON);
        return this;
    }

    /** Runs. */
    public Collection<RunResult> run() throws RunnerException {
        return new Runner(options.build()).run();
    }

    private static ChainedOptionsBuilder chosen(String pattern) {
        return new OptionsBuilder()
                .include(PACKAGE + ".*(?i:" + pattern + ")")
                .shouldFailOnError(true)
                .threads(1);
    }
}
