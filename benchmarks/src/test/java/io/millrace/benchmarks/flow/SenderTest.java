package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.jobs.load.Arrivals;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SenderTest {
    private static final long SECOND = 1_000_000_000;

    private final ManualTicker ticker = new ManualTicker();
    private final LatencyMeter lag = new LatencyMeter(Duration.ZERO);
    private final Outbound a = event("a");
    private final Outbound b = event("b");
    private final Sender sender =
            new Sender(Arrivals.constant(4, 1), List.of(a, b), lag, new Sender.Clock(ticker, ticker::advanceNanos));

    @Test
    void sendsEachEventWhenItIsDue() {
        List<Long> sentAt = new ArrayList<>();
        List<Outbound> sent = new ArrayList<>();
        sender.run(5 * SECOND, event -> {
            sentAt.add(ticker.nanos());
            sent.add(event);
        });
        assertThat(sentAt).containsExactly(6 * SECOND, 7 * SECOND, 8 * SECOND, 9 * SECOND);
        assertThat(sent).extracting(Outbound::value).containsExactly(a.value(), b.value(), a.value(), b.value());
        assertThat(lag.percentiles().millis(100)).isZero();
    }

    @Test
    void saysInEachEventWhenItWasDueHoweverLateItIs() {
        List<Long> due = new ArrayList<>();
        sender.run(0, event -> {
            due.add(Sender.due(read(event)));
            ticker.advanceNanos(due.size() == 1 ? 2 * SECOND : 0);
        });
        assertThat(due).containsExactly(SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND);
        assertThat(lag.percentiles().count()).isEqualTo(4);
        assertThat(lag.percentiles().millis(100)).isBetween(1_000.0, 1_001.0);
        assertThat(lag.percentiles().millis(50)).isZero();
    }

    @Test
    void keepsTheHeadersOfAnEvent() {
        List<Outbound> sent = new ArrayList<>();
        sender.run(0, sent::add);
        assertThat(sent.get(0).headers()).extracting(Header::name).containsExactly("own", "due");
    }

    @Test
    void knowsAnEventThatNoSenderStamped() {
        assertThat(Sender.due(read(a))).isNegative();
    }

    private static Outbound event(String value) {
        return new Outbound(null, value.getBytes(UTF_8), List.of(new Header("own", null)));
    }

    private static RawEvent read(Outbound event) {
        return new RawEvent(new Position("events", 0, 0), 0, null, event.value(), event.headers());
    }
}
