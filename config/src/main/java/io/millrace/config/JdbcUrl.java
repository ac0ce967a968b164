package io.millrace.config;

import io.millrace.config.bind.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JDBC URL with the settings that a view may give. The drivers of both databases know settings that run scripts, load
 * classes or write files, so every other one is refused.
 */
final class JdbcUrl {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql://";

    private static final Set<String> H2_SETTINGS = Set.of(
            "ACCESS_MODE_DATA",
            "AUTO_SERVER",
            "AUTO_SERVER_PORT",
            "DB_CLOSE_DELAY",
            "DB_CLOSE_ON_EXIT",
            "IFEXISTS",
            "LOCK_TIMEOUT",
            "MODE",
            "WRITE_DELAY");
    private static final Set<String> POSTGRESQL_SETTINGS = Set.of(
            "applicationname",
            "connecttimeout",
            "currentschema",
            "logintimeout",
            "preparethreshold",
            "readonly",
            "rewritebatchedinserts",
            "sockettimeout",
            "ssl",
            "sslmode",
            "sslrootcert",
            "targetservertype",
            "tcpkeepalive");

    private static final Pattern H2_DATABASE = Pattern.compile(
            "(file:)?([/~.]|[A-Za-z]:/)[^:;\\\\\\p{Cntrl}]*|mem:[A-Za-z0-9_.-]*|(tcp|ssl)://[^;\\\\\\s]+");
    private static final Pattern POSTGRESQL_DATABASE = Pattern.compile("[A-Za-z0-9.:,_\\[\\]-]+/[^?&\\s]+");

    private JdbcUrl() {}

    /** The URL itself, if it is harmless. */
    static String check(String url) {
        if (url.startsWith(H2)) {
            return checkH2(url);
        }
        if (url.startsWith(POSTGRESQL)) {
            return checkPostgresql(url);
        }
        throw new Refusal("must begin with " + H2 + " or " + POSTGRESQL);
    }

    private static String checkH2(String url) {
        String[] parts = url.substring(H2.length()).split(";", -1);
        if (!H2_DATABASE.matcher(parts[0]).matches()) {
            throw new Refusal("must name a file, mem:<name>, tcp://… or ssl://… after " + H2);
        }
        for (int i = 1; i < parts.length; i++) {
            checkSetting(parts[i].split("=", 2)[0].toUpperCase(Locale.ROOT), H2_SETTINGS);
        }
        return url;
    }

    private static String checkPostgresql(String url) {
        String[] parts = url.substring(POSTGRESQL.length()).split("\\?", 2);
        if (!POSTGRESQL_DATABASE.matcher(parts[0]).matches()) {
            throw new Refusal("must name host:port/database after " + POSTGRESQL);
        }
        if (parts.length == 2) {
            for (String setting : parts[1].split("&", -1)) {
                checkSetting(setting.split("=", 2)[0].toLowerCase(Locale.ROOT), POSTGRESQL_SETTINGS);
            }
        }
        return url;
    }

    private static void checkSetting(String name, Set<String> allowed) {
        if (name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password")) {
            throw new Refusal("must not hold the " + name.toLowerCase(Locale.ROOT)
                    + "; use source.jdbc.user and source.jdbc.password-variable");
        }
        if (!allowed.contains(name)) {
            throw new Refusal("must not have the setting " + name + "; allowed are "
                    + allowed.stream().sorted().toList());
        }
    }
}
