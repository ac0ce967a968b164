package io.millrace.jobs.kafka;

import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.promote.News;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;

/** Writes news about models as records of the {@code models} topic. */
public record NewsEncoder() implements News {

    @Override
    public Outbound announcement(ModelAnnouncement announcement) {
        return AnnouncementEncoder.encode(announcement);
    }

    @Override
    public Outbound decision(String model, LoggedDecision decision) {
        return ModelNews.decision(model, decision);
    }
}
