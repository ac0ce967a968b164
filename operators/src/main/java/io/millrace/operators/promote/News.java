package io.millrace.operators.promote;

import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Outbound;
import java.io.Serializable;

/** How it is written down for others what was decided. */
public interface News extends Serializable {

    /** The record that says which versions serve. */
    Outbound announcement(ModelAnnouncement announcement);

    /** The record of a decision. */
    Outbound decision(String model, LoggedDecision decision);
}
