package io.hydrant.columnar.reading;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.orc.OrcProto.StripeInformation;
import org.apache.orc.OrcProto.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The rows of an ORC file. Streams of columns are read and unpacked as the rows need them, rather
/// than stripes whole.
final class OrcRows implements FileRows {
    private static final int DEPTH_MAX = 100;

    private final OrcTail file;
    private final Iterator<StripeInformation> stripes;
    private @Nullable OrcStripe stripe;
    private @Nullable OrcColumn root;
    private long rowsLeft;

    private OrcRows(OrcTail file) {
        this.file = file;
        this.stripes = file.footer().getStripesList().iterator();
    }

    static OrcRows open(RangedSource source, Room room) throws IOException {
        OrcTail file = OrcTail.read(source, room);
        List<Type> types = file.footer().getTypesList();
        if (types.isEmpty() || types.getFirst().getKind() != Type.Kind.STRUCT) {
            throw UnreadableFileException.unknown("no columns");
        }
        check(types, 0, 0);
        if (types.getFirst().getSubtypesCount() == 0) {
            throw UnreadableFileException.unknown("no columns");
        }
        return new OrcRows(file);
    }

    /// Types lie in the order in which they are within each other: what is otherwise might be
    /// within itself.
    private static void check(List<Type> types, int id, int depth) throws IOException {
        Type type = types.get(id);
        boolean hasNames =
                type.getKind() != Type.Kind.STRUCT
                        || type.getFieldNamesCount() == type.getSubtypesCount();
        if (depth > DEPTH_MAX || !hasNames) {
            throw UnreadableFileException.damaged("its types are not as types can be");
        }
        int last = id;
        for (int sub : type.getSubtypesList()) {
            if (sub <= last || sub >= types.size()) {
                throw UnreadableFileException.damaged("its types are in no order");
            }
            last = sub;
            check(types, sub, depth + 1);
        }
    }

    @Override
    public List<String> columns() {
        return List.copyOf(file.footer().getTypes(0).getFieldNamesList());
    }

    @Override
    public boolean next(JsonGenerator json) throws IOException {
        while (rowsLeft == 0) {
            if (!stripes.hasNext()) {
                return false;
            }
            begin(stripes.next());
        }
        if (root != null) {
            root.write(json);
        }
        rowsLeft--;
        return true;
    }

    private void begin(StripeInformation next) throws IOException {
        rowsLeft = next.getNumberOfRows();
        if (rowsLeft < 0) {
            throw UnreadableFileException.damaged("a stripe has less than no rows");
        }
        if (stripe != null) {
            stripe.close();
        }
        if (rowsLeft > 0) {
            OrcStripe opened = OrcStripe.open(file, next);
            stripe = opened;
            root = OrcColumn.of(file.footer().getTypesList(), 0, opened);
        }
    }
}
