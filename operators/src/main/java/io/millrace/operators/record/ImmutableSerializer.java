package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A serializer of immutable objects: a copy is the object itself, so operators that are chained never copy.
 *
 * <p>Every object is preceded by one byte, the version of its format. Whatever holds old bytes, be it state, a savepoint
 * or data in flight of an unaligned checkpoint, can be read without a migration: {@link #read} is told the version. A
 * subclass raises its version when it changes its format, goes on reading the older ones, and has no state of its own.
 */
public abstract class ImmutableSerializer<T> extends TypeSerializer<T> {
    private final int version;

    /** @param version of the format that is written, 1 to 127 */
    protected ImmutableSerializer(int version) {
        if (version < 1 || version > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "format version does not fit: version=" + version + ", min=1, max=" + Byte.MAX_VALUE);
        }
        this.version = version;
    }

    /** Writes the object in the newest format. */
    protected abstract void write(T object, DataOutputView target) throws IOException;

    /** Reads an object that was written in the format of {@code version}. */
    protected abstract T read(DataInputView source, int version) throws IOException;

    @Override
    public final void serialize(T object, DataOutputView target) throws IOException {
        target.writeByte(version);
        write(object, target);
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        int written = source.readByte();
        if (written < 1 || written > version) {
            throw new IOException(
                    "bytes are of another format: serializer=" + getClass().getSimpleName()
                            + ", version=" + written + ", min=1, max=" + version
                            + "; restore with the release that wrote them");
        }
        return read(source, written);
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return this;
    }

    /** Nothing: there is no instance to fill. */
    @Override
    public final @Nullable T createInstance() {
        return null;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ImmutableSerializer<?> that && getClass() == that.getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
