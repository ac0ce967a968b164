package io.millrace.jobs.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.jspecify.annotations.Nullable;

/** The operators of a graph in the order in which they were drawn, so that a document can be compared with them. */
public final class StageTable {
    private StageTable() {}

    /**
     * One operator.
     *
     * @param uid its fixed id, or null if it has none
     */
    public record Stage(@Nullable String uid, String name, int maxParallelism) {}

    /** Every operator of a graph. */
    public static List<Stage> of(StreamGraph graph) {
        List<StreamNode> nodes = new ArrayList<>(graph.getStreamNodes());
        nodes.sort(Comparator.comparingInt(StreamNode::getId));
        return nodes.stream()
                .map(node -> new Stage(node.getTransformationUID(), node.getOperatorName(), node.getMaxParallelism()))
                .toList();
    }
}
