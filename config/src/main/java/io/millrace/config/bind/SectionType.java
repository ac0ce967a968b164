package io.millrace.config.bind;

import java.util.Map;
import java.util.Optional;

/** A section. */
final class SectionType extends Type<Section> {
    private final Shape shape;

    SectionType(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String name() {
        return "section";
    }

    @Override
    public String bound() {
        return "";
    }

    @Override
    public String print(Section value) {
        return value.toString();
    }

    @Override
    public Optional<Nested> nested() {
        return Optional.of(new Nested(".", shape));
    }

    @Override
    Section parse(Node node, Place place) {
        if (!(node instanceof Node.Entries section)) {
            throw new Refusal("must be a section of keys and values, not " + node.kind());
        }
        Section read = new Section(place, shape, section.entries());
        read.refuseUnknown();
        return read;
    }

    /** A section whose keys are all commented out says the same as one that is left out. */
    @Override
    Section readEmpty(Place place) {
        return new Section(place, shape, Map.of());
    }

    @Override
    Section placeholder(Place place) {
        return readEmpty(place.unheard());
    }
}
