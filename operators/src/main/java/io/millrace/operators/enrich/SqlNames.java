package io.millrace.operators.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names of tables and columns on their way from a view's file into a statement: checked, then quoted. */
final class SqlNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private SqlNames() {}

    /**
     * A column's name in double quotes, which makes upper and lower case differ.
     *
     * @throws FeatureStoreException if the name could be anything but a name
     */
    static String column(String name) throws FeatureStoreException {
        if (!NAME.matcher(name).matches()) {
            throw new FeatureStoreException("not a name that a table or column can have: name=" + name
                    + ", allowed=letters, digits and _ (at most 63, no digit first)");
        }
        return '"' + name + '"';
    }

    /** A table's name in double quotes, each part of a {@code schema.table} of its own. */
    static String table(String name) throws FeatureStoreException {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("\\.", -1)) {
            parts.add(column(part));
        }
        return String.join(".", parts);
    }

    /** A JDBC URL as it may be shown: what follows {@code ?} or {@code ;} may hold a password. */
    static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }
}
