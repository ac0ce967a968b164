package io.millrace.benchmarks.flow;

import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.EmbeddedBroker;
import io.millrace.jobs.embedded.Home;
import java.io.IOException;

/** A process that is a broker until its standard input ends. */
public final class BrokerProcess {
    /** Begins the line with which it says where it listens. */
    static final String BOOTSTRAP = "bootstrap";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        Home home = new Home(Environment.system().home());
        System.setProperty("millrace.logs", home.logs().toString());
        System.setProperty("millrace.command", "broker");
        EmbeddedBroker broker = EmbeddedBroker.start(home.broker(), 0);
        System.out.println(BOOTSTRAP + " " + broker.bootstrap());
        RigRun.awaitEnd(System.in);
        Runtime.getRuntime().halt(0);
    }
}
