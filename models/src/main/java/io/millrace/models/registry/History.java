package io.millrace.models.registry;

import java.util.List;

/**
 * The decisions about a model.
 *
 * @param decisions from the first on, as far as they are as they were written
 * @param problem what was altered behind them; empty if nothing was
 */
public record History(List<LoggedDecision> decisions, String problem) {
    public History {
        decisions = List.copyOf(decisions);
    }

    /** Whether the history is as it was written. */
    public boolean intact() {
        return problem.isEmpty();
    }
}
