package io.millrace.operators.metric;

/**
 * The name of every metric, once.
 *
 * <p>All of them stand in the group {@link #GROUP} of their operator. A metric with a label is registered once for each
 * value of the label, as a key-value group, so that Prometheus shows {@code
 * flink_taskmanager_job_task_operator_millrace_reason_rejections{reason="MALFORMED"}}. Times end in their unit.
 */
public final class MetricNames {
    /** Group of every metric below. */
    public static final String GROUP = "millrace";

    /** Appended to the name of a counter for its rate over the last minute. */
    public static final String PER_SECOND = "PerSecond";

    // What happened to events; at every stage.

    /** Counter and rate: events that came into the stage. */
    public static final String EVENTS_IN = "eventsIn";
    /** Counter and rate: results that left the stage on its main output. */
    public static final String EVENTS_OUT = "eventsOut";
    /** Counter by {@link #REASON}: events that left the stage as dead letters. */
    public static final String REJECTIONS = "rejections";
    /** Gauge: elements the stage holds, waiting or under way. */
    public static final String IN_FLIGHT = "inFlight";

    // Enrich; by VIEW where a view is concerned.

    /** Histogram: microseconds from the arrival at the enrich stage to the departure from it. */
    public static final String ENRICH_MICROS = "enrichMicros";
    /** Counter: events all of whose values were cached, so that they did not wait. */
    public static final String ENRICHED_INLINE = "enrichedInline";
    /** Counter: events that were enriched while a store was slow or down. */
    public static final String DEGRADED = "degraded";
    /** Counter by {@link #VIEW}: lookups answered by the cache, known absences included. */
    public static final String CACHE_HITS = "cacheHits";
    /** Counter by {@link #VIEW}: lookups the cache could not answer. */
    public static final String CACHE_MISSES = "cacheMisses";
    /** Counter by {@link #VIEW}: hits that said "the store does not know this key". */
    public static final String CACHE_UNKNOWN_HITS = "cacheUnknownHits";
    /** Counter by {@link #VIEW}: entries dropped because the cache was full. */
    public static final String CACHE_EVICTIONS = "cacheEvictions";
    /** Gauge by {@link #VIEW}: entries in the cache. */
    public static final String CACHE_ENTRIES = "cacheEntries";
    /** Gauge by {@link #VIEW}: estimated bytes of all entries. */
    public static final String CACHE_BYTES = "cacheBytes";
    /** Counter by {@link #VIEW}: calls of the store. */
    public static final String STORE_LOADS = "storeLoads";
    /** Counter by {@link #VIEW}: calls of the store that failed or took too long. */
    public static final String STORE_FAILURES = "storeFailures";
    /** Counter by {@link #VIEW}: keys asked for in all calls of the store. */
    public static final String STORE_KEYS = "storeKeys";
    /** Histogram by {@link #VIEW}: microseconds of one call of the store. */
    public static final String STORE_MICROS = "storeMicros";
    /** Gauge by {@link #VIEW}: 1 while calls of the store are suspended after failures, else 0. */
    public static final String STORE_SUSPENDED = "storeSuspended";
    /** Counter by {@link #VIEW}: keys that the view's change topic named. */
    public static final String CACHE_CHANGES = "cacheChanges";
    /** Histogram by {@link #VIEW}: milliseconds from the time of a record of the change topic until its entry was dropped. */
    public static final String CHANGE_DELAY_MILLIS = "changeDelayMillis";
    /** Counter by {@link #VIEW}: times the whole cache was dropped because changes may have been missed. */
    public static final String CHANGES_MISSED = "changesMissed";
    /** Histogram by {@link #VIEW}: age of the values used, in milliseconds. */
    public static final String FEATURE_AGE_MILLIS = "featureAgeMillis";
    /** Counter by {@link #VIEW} and {@link #FRESHNESS}: values used. */
    public static final String FEATURE_VALUES = "featureValues";
    /** Counter and rate by {@link #VIEW}: values that arrived on the topic of a view. */
    public static final String FEATURE_UPDATES = "featureUpdates";
    /** Counter by {@link #VIEW}: records on the topic of a view that are of another version of it. */
    public static final String FEATURE_UPDATES_OF_OTHER_VERSIONS = "featureUpdatesOfOtherVersions";

    // Infer.

    /** Counter by {@link #CLOSED}: batches, by why they stopped taking rows. */
    public static final String BATCHES = "batches";
    /** Histogram: rows per batch. */
    public static final String BATCH_ROWS = "batchRows";
    /** Histogram: microseconds from a row's arrival at the infer stage to the start of the forward pass. */
    public static final String QUEUE_MICROS = "queueMicros";
    /** Histogram: microseconds of the forward pass of a batch. */
    public static final String MODEL_MICROS = "modelMicros";
    /** Gauge: rows that a batch may hold now, by the cost model and the target latency. */
    public static final String BATCH_LIMIT = "batchLimit";
    /** Gauge: estimated fixed cost of a forward pass, in microseconds. */
    public static final String COST_FIXED_MICROS = "costFixedMicros";
    /** Gauge: estimated cost of one more row in a batch, in nanoseconds. */
    public static final String COST_ROW_NANOS = "costRowNanos";
    /** Counter: extra forward passes to find the rows on which a batch failed. */
    public static final String SPLIT_CALLS = "splitCalls";
    /** Counter: times the stage waited because all batch memory was in use. */
    public static final String BACK_PRESSURE = "backPressure";
    /** Gauge: off-heap bytes allocated for batches. */
    public static final String BATCH_MEMORY_BYTES = "batchMemoryBytes";
    /** Gauge: number of the version that serves. */
    public static final String MODEL_VERSION = "modelVersion";
    /** Gauge: alias moves after which the serving version was chosen. */
    public static final String MODEL_EPOCH = "modelEpoch";
    /** Counter: switches to another version. */
    public static final String MODEL_SWITCHES = "modelSwitches";
    /** Counter: versions that could not be loaded; the previous one kept serving. */
    public static final String MODEL_LOAD_FAILURES = "modelLoadFailures";
    /** Gauge: number of the candidate that scores beside the version that serves; 0 if there is none. */
    public static final String CANDIDATE_VERSION = "candidateVersion";
    /** Gauge: share of the keys that the candidate serves, in millionths. */
    public static final String CANDIDATE_SHARE_MILLIONTHS = "candidateShareMillionths";
    /** Histogram: microseconds of the candidate's forward pass of a batch. */
    public static final String CANDIDATE_MICROS = "candidateMicros";
    /** Counter by {@link #FAILURE}: rows for which the candidate gave nothing, so that the champion served them. */
    public static final String CANDIDATE_FAILURES = "candidateFailures";
    /** Counter: predictions that are the candidate's. */
    public static final String CANARY_PREDICTIONS = "canaryPredictions";

    // Route.

    /** Counter: rows written to the scored topic. */
    public static final String SCORED_ROWS = "scoredRows";
    /** Counter: scored rows that were left out because they were too large for a record. */
    public static final String SCORED_ROWS_TOO_LARGE = "scoredRowsTooLarge";
    /** Counter by {@link #CAUSE}: predictions sent to review. */
    public static final String REVIEWS = "reviews";
    /** Counter: dead letters that carry a pointer and a hash instead of the original bytes. */
    public static final String DEAD_LETTERS_WITHOUT_BYTES = "deadLettersWithoutBytes";
    /** Histogram: bytes of a prediction's record. */
    public static final String PREDICTION_BYTES = "predictionBytes";

    // Feature; by VIEW.

    /** Counter by {@link #VIEW} and {@link #TAKEN}: events of a view's stream. */
    public static final String FEATURE_EVENTS = "featureEvents";

    // Consistency of served features; by FEATURE.

    /** Counter by {@link #FEATURE} and {@link #OUTCOME}: served values that were compared. */
    public static final String FEATURE_CHECKS = "featureChecks";
    /** Histogram by {@link #FEATURE}: age of the served values that were compared, in milliseconds of event time. */
    public static final String SERVED_AGE_MILLIS = "servedAgeMillis";
    /** Gauge by {@link #FEATURE}: differences of the newest judged minutes in millionths of the numbers. */
    public static final String FEATURE_SMAPE_MILLIONTHS = "featureSmapeMillionths";
    /** Gauge by {@link #FEATURE}: measures that are out of their bounds. */
    public static final String FEATURE_OUT_OF_BOUNDS = "featureOutOfBounds";
    /** Counter: records of scored rows that could not be read as rows of the pipeline. */
    public static final String SCORED_UNREADABLE = "scoredUnreadable";

    /** Counter: records of the drift topic that say nothing that can be understood. */
    public static final String DRIFT_UNREADABLE = "driftUnreadable";

    // Join of scored rows and labels.

    /** Counter by {@link #TAKEN}: scored rows and labels, by what became of them. */
    public static final String JOINED = "joined";
    /** Counter by {@link #KIND}: what became known of scored rows. */
    public static final String FEEDBACK = "feedback";
    /** Histogram: milliseconds of event time from an event until its label was there. */
    public static final String LABEL_DELAY_MILLIS = "labelDelayMillis";

    // Quality of the version that serves.

    /** Gauge by {@link #METRIC}: its metrics with fading weights, in millionths. */
    public static final String QUALITY_MILLIONTHS = "qualityMillionths";
    /** Gauge: its rows that have a label. */
    public static final String QUALITY_LABELS = "qualityLabels";
    /** Gauge: share of its rows that have a label, in millionths. */
    public static final String QUALITY_COVERAGE_MILLIONTHS = "qualityCoverageMillionths";
    /** Gauge: share of its rows' labels that is expected to have come by now, in millionths. */
    public static final String QUALITY_MATURITY_MILLIONTHS = "qualityMaturityMillionths";

    // Learn.

    /** Counter by {@link #TAKEN}: labels that were learned from, or could not be. */
    public static final String LABELS_LEARNED = "labelsLearned";
    /** Counter: labels that came when event time had passed them, and were learned from at once. */
    public static final String LABELS_LATE = "labelsLate";
    /** Gauge: labels since the learner began. */
    public static final String LEARNER_LABELS = "learnerLabels";
    /** Gauge: labels that the learner left out, because a batch of them had no finite outputs. */
    public static final String LABELS_DROPPED = "labelsDropped";
    /** Gauge: times that the learner had to begin anew, because it had no finite outputs itself. */
    public static final String LEARNER_RESTARTS = "learnerRestarts";
    /** Gauge: version that the learner published last. */
    public static final String LEARNER_VERSION = "learnerVersion";
    /** Counter by {@link #OUTCOME}: versions that were due to be published. */
    public static final String VERSIONS = "versions";
    /** Histogram: microseconds that it took to publish a version. */
    public static final String PUBLISH_MICROS = "publishMicros";

    // Promote.

    /** Counter by {@link #KIND}: decisions about versions that were carried out. */
    public static final String DECISIONS = "decisions";
    /** Counter: times that the registry could not be read or written; it is tried again. */
    public static final String REGISTRY_FAILURES = "registryFailures";

    // Labels of metrics.

    /** Name of a metric of quality, for example {@code mae}. */
    public static final String METRIC = "metric";

    /** A constant of {@link io.millrace.operators.record.Reason}. */
    public static final String REASON = "reason";
    /** Name of a feature view. */
    public static final String VIEW = "view";
    /** A constant of {@link io.millrace.operators.record.Freshness}. */
    public static final String FRESHNESS = "freshness";
    /** What became of an event of a view's stream, of a scored row or of a label. */
    public static final String TAKEN = "taken";
    /** Name of a feature, {@code <view>.<column>}. */
    public static final String FEATURE = "feature";
    /** A constant of {@link io.millrace.operators.record.Feedback.Kind}, or the kind of a decision. */
    public static final String KIND = "kind";
    /** What became of a comparison of a feature, or of a version that was due. */
    public static final String OUTCOME = "outcome";
    /** A constant of {@link io.millrace.models.batch.CloseReason}. */
    public static final String CLOSED = "closed";
    /** A constant of {@link io.millrace.operators.record.ReviewRequest.Cause}. */
    public static final String CAUSE = "cause";

    /** A constant of {@link io.millrace.models.batch.RowFailure.Kind}. */
    public static final String FAILURE = "failure";

    private MetricNames() {}
}
