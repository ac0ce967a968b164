package io.millrace.config;

import io.millrace.config.bind.Refusal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form of {@code sasl.jaas.config} that is accepted: {@code <module> required <option>="<value>" … ;}. A login
 * module is a class that the client loads, and some of them, or their options, open files and call addresses.
 */
final class JaasConfig {
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    private static final Map<String, Pattern> OPTIONS = Map.of(
            SCRAM, Pattern.compile("username|password|tokenauth"),
            PLAIN, Pattern.compile("username|password"),
            OAUTH,
                    Pattern.compile("unsecuredLogin(StringClaim|NumberClaim|ListClaim)_[A-Za-z0-9_]{1,50}"
                            + "|unsecuredLogin(PrincipalClaimName|LifetimeSeconds|ScopeClaimName)"));

    private static final int LONGEST = 10_000;

    private static final String OPTION =
            "([A-Za-z0-9_]{1,100})=(?:\"(?:[^\"\\\\\\p{Cntrl}]++|\\\\[\"\\\\])*+\"|[A-Za-z0-9_.-]+)";
    private static final Pattern FORM =
            Pattern.compile("\\s*([A-Za-z0-9_.]{1,200})\\s+required((?:\\s+" + OPTION + ")*)\\s*;\\s*");
    private static final Pattern NEXT = Pattern.compile("\\s+" + OPTION);

    private JaasConfig() {}

    /** The text itself, if it is harmless. */
    static String check(String text) {
        if (text.length() > LONGEST) {
            throw new Refusal("must have at most " + LONGEST + " characters");
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Refusal("must be: <login module> required <option>=\"<value>\" … ;");
        }
        Pattern allowed = OPTIONS.get(form.group(1));
        if (allowed == null) {
            throw new Refusal("may only name ScramLoginModule, PlainLoginModule or OAuthBearerLoginModule of"
                    + " org.apache.kafka.common.security, with its full name");
        }
        Matcher option = NEXT.matcher(form.group(2));
        while (option.find()) {
            if (!allowed.matcher(option.group(1)).matches()) {
                throw new Refusal("may not have the option " + option.group(1));
            }
        }
        return text;
    }

    /** A text that stands for itself between double quotes. */
    static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
