package io.millrace.config.bind;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The reader of one YAML document. It builds the tree from the parser's events itself, so that the depth is known
 * before the stack is, an alias is seen before it is followed, and a repeated key keeps both its lines.
 */
final class TreeReader {
    static final int MAX_DEPTH = 32;

    private final Iterator<Event> events;

    private TreeReader(String yaml) {
        // The whole text in one buffer: the parser fails on a surrogate pair that lies across two.
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Document.MAX_BYTES)
                .setBufferSize(yaml.length() + 1)
                .build();
        this.events = new Parse(settings).parseString(yaml).iterator();
    }

    /** The document's tree; throws {@link Unreadable} for a text that has none. */
    static Node.Entries read(String yaml, Place root) {
        try {
            return new TreeReader(yaml).document(root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new Unreadable(root.line(line), "is not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new Unreadable(root, "is not valid YAML: " + first);
        }
    }

    private Node.Entries document(Place root) {
        events.next(); // stream start
        if (!events.hasNext() || !is(events.next(), Event.ID.DocumentStart)) {
            throw new Unreadable(root, "is empty");
        }
        Event first = events.next();
        if (!is(first, Event.ID.MappingStart)) {
            throw new Unreadable(root.line(line(first)), "must hold keys and values");
        }
        Node.Entries tree = entries(first, root, 1);
        events.next(); // document end
        Event next = events.next();
        if (!is(next, Event.ID.StreamEnd)) {
            throw new Unreadable(root.line(line(next)), "must hold one document, not several");
        }
        return tree;
    }

    private Node node(Event event, Place place, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Unreadable(place, "is nested too deeply: at most " + MAX_DEPTH + " levels");
        }
        refuseExtras(event, place);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> items(event, place, depth);
            case MappingStart -> entries(event, place, depth);
            case Alias -> throw new Unreadable(place, "must not be an alias (*); write the value out");
            case Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                throw new IllegalStateException("unexpected YAML event: event=" + event);
        };
    }

    private static Node.Scalar scalar(ScalarEvent event) {
        return new Node.Scalar(event.getValue(), event.isPlain(), line(event));
    }

    private Node.Items items(Event start, Place place, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); !is(next, Event.ID.SequenceEnd); next = events.next()) {
            items.add(node(next, place.item(items.size(), line(next)), depth + 1));
        }
        return new Node.Items(items, line(start));
    }

    private Node.Entries entries(Event start, Place place, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); !is(next, Event.ID.MappingEnd); next = events.next()) {
            if (!(next instanceof ScalarEvent name)) {
                throw new Unreadable(place.line(line(next)), "must have single words as keys");
            }
            Place child = place.key(name.getValue(), line(name));
            refuseExtras(name, child);
            Node.Entry entry = new Node.Entry(line(name), node(events.next(), child, depth + 1));
            Node.Entry earlier = entries.putIfAbsent(name.getValue(), entry);
            if (earlier != null) {
                child.refuse(null, "is given twice; first in line " + earlier.line());
            }
        }
        return new Node.Entries(entries, line(start));
    }

    private static void refuseExtras(Event event, Place place) {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent() && !is(event, Event.ID.Alias)) {
            throw new Unreadable(place, "must not have an anchor (&); write the value out where it is needed");
        }
        if (tagged(event)) {
            throw new Unreadable(place, "must not have a tag (!)");
        }
    }

    private static boolean tagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent());
    }

    private static boolean is(Event event, Event.ID id) {
        return event.getEventId() == id;
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
