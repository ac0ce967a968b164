package io.millrace.operators.promote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.util.List;

/** News as a person would say it. */
record PlainNews() implements News {

    @Override
    public Outbound announcement(ModelAnnouncement announcement) {
        return text(announcement.model() + ": champion=" + announcement.version() + ", candidate="
                + announcement.candidate() + ", share=" + announcement.share());
    }

    @Override
    public Outbound decision(String model, LoggedDecision decision) {
        return text(model + "/decisions/" + decision.number());
    }

    private static Outbound text(String text) {
        return new Outbound(null, text.getBytes(UTF_8), List.of());
    }
}
