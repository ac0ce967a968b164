package io.millrace.models.promote;

import io.millrace.config.PromotionConfig;
import io.millrace.models.promote.ServiceEvidence.Health;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bounds on how a candidate runs. Some are hard: a fault, an output that is not finite, too many errors, more errors
 * than the champion has, a latency twice beyond its bound, outputs that are all the same. Beyond the others, and with too few
 * requests, the candidate stays where it is.
 */
public final class ServiceGate {
    /** A 99th percentile of fewer requests is the largest of a few. */
    static final long LATENCY_REQUESTS = 1000;

    /** An index of fewer outputs says nothing. */
    static final long SHIFT_REQUESTS = 500;

    /** A slowdown is judged from this share of the bound on: below it nobody notices, and the machine moves it at will. */
    private static final double NOTICEABLE = 0.1;

    private static final double HARD_LATENCY = 2;
    private static final double TAIL = 0.99;
    private static final double MICROS_PER_MILLI = 1000;

    private final PromotionConfig.Service bounds;
    private final double alpha;

    public ServiceGate(PromotionConfig promotion) {
        this.bounds = promotion.service();
        this.alpha = promotion.alpha();
    }

    /** What the report says about the candidate. */
    public ServiceEvidence judge(ServiceReport report) {
        String bad = bad(report);
        String unsure = bad.isEmpty() ? unsure(report) : bad;
        Health health = !bad.isEmpty() ? Health.BAD : unsure.isEmpty() ? Health.GOOD : Health.INCONCLUSIVE;
        return new ServiceEvidence(health, unsure.isEmpty() ? "runs within all bounds" : unsure, numbers(report));
    }

    private String bad(ServiceReport report) {
        ServiceStats champion = report.champion();
        ServiceStats candidate = report.candidate();
        if (!report.fault().isEmpty()) {
            return "candidate cannot run: " + report.fault();
        }
        if (candidate.notFinite() > champion.notFinite()) {
            return "candidate answers NaN or infinity: rows=" + candidate.notFinite() + ", champion="
                    + champion.notFinite();
        }
        if (candidate.requests() < bounds.minRequests()) {
            return "";
        }
        if (candidate.errors() > bounds.maxErrorRate() * candidate.requests() && rate(candidate) > rate(champion)) {
            return "candidate has too many errors: rate=" + rate(candidate) + ", max=" + bounds.maxErrorRate();
        }
        if (worse(champion, candidate)) {
            return "candidate has more errors than the champion: rate=" + rate(candidate) + ", champion="
                    + rate(champion);
        }
        if (report.shift().constant() && candidate.requests() >= SHIFT_REQUESTS) {
            return "candidate always answers the same";
        }
        boolean slow = candidate.latency().count() >= LATENCY_REQUESTS
                && tail(candidate) > HARD_LATENCY * micros(bounds.maxLatency());
        return slow ? "candidate is far too slow: " + latencies(report) : "";
    }

    private String unsure(ServiceReport report) {
        ServiceStats candidate = report.candidate();
        if (candidate.requests() < bounds.minRequests()) {
            return "too few requests: requests=" + candidate.requests() + ", min=" + bounds.minRequests();
        }
        if (candidate.latency().count() >= LATENCY_REQUESTS) {
            double tail = tail(candidate);
            double most = micros(bounds.maxLatency());
            boolean slower = report.champion().latency().count() >= LATENCY_REQUESTS
                    && tail > NOTICEABLE * most
                    && tail > bounds.maxSlowdown() * tail(report.champion());
            if (slower || tail > most) {
                return "candidate is too slow: " + latencies(report);
            }
        }
        return "";
    }

    /** Whether the outputs moved in a way that only labels can excuse. */
    boolean shifted(ServiceReport report) {
        return report.candidate().requests() >= SHIFT_REQUESTS && report.shift().beyond(bounds.maxShift());
    }

    private boolean worse(ServiceStats champion, ServiceStats candidate) {
        if (champion.requests() == 0) {
            return false;
        }
        double share = (double) candidate.requests() / (champion.requests() + candidate.requests());
        return EqualRates.secondIsWorse(champion.errors(), candidate.errors(), share, alpha);
    }

    private String latencies(ServiceReport report) {
        return "p99=" + Math.round(tail(report.candidate())) + "us, champion=" + Math.round(tail(report.champion()))
                + "us, max=" + bounds.maxSlowdown() + " times the champion's and "
                + bounds.maxLatency().toMillis()
                + "ms";
    }

    private static Map<String, Double> numbers(ServiceReport report) {
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put("requests", (double) report.candidate().requests());
        numbers.put("error_rate", rate(report.candidate()));
        numbers.put("champion_error_rate", rate(report.champion()));
        numbers.put("p99_ms", tail(report.candidate()) / MICROS_PER_MILLI);
        numbers.put("champion_p99_ms", tail(report.champion()) / MICROS_PER_MILLI);
        numbers.put("output_shift", report.shift().index());
        return numbers;
    }

    private static double rate(ServiceStats stats) {
        return stats.requests() == 0 ? 0 : (double) stats.errors() / stats.requests();
    }

    private static double tail(ServiceStats stats) {
        return stats.latency().quantileMicros(TAIL);
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1000.0;
    }
}
