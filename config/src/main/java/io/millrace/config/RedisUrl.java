package io.millrace.config;

import io.millrace.config.bind.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a Redis server: a scheme, a host, a port and a database, and nothing else. */
final class RedisUrl {
    private static final Pattern FORM = Pattern.compile(
            "rediss?://(?<host>[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?(/(?<database>[0-9]{1,4})?)?");
    private static final int MAX_PORT = 65_535;

    private RedisUrl() {}

    /** The URL itself, if it is one. */
    static String check(String url) {
        if (url.contains("@")) {
            throw new Refusal(
                    "must not hold the user or the password; use source.redis.user and source.redis.password-variable");
        }
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new Refusal("must be redis://host:port/database, or rediss:// with TLS");
        }
        String port = matcher.group("port");
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT)) {
            throw new Refusal("must have a port between 1 and " + MAX_PORT);
        }
        return url;
    }
}
