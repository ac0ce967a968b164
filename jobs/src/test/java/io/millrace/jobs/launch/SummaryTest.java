package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Summary summary = new Summary()
            .put("pipeline", "house-prices")
            .put("predictions", 11_613L)
            .put("r2", 0.88312)
            .put("mae", 72_201.4)
            .put("mape", Double.NaN)
            .put("missing", List.of())
            .put("dead_letters", Map.of("MALFORMED", 3L));

    @Test
    void isATableForPeople() {
        assertThat(summary.table())
                .containsExactly(
                        "pipeline      house-prices",
                        "predictions   11,613",
                        "r2            0.8831",
                        "mae           72,201",
                        "mape          NaN",
                        "dead letters  MALFORMED 3");
    }

    @Test
    void isOneObjectForPrograms() {
        assertThat(summary.json())
                .isEqualTo("{\"pipeline\":\"house-prices\",\"predictions\":11613,\"r2\":0.88312,\"mae\":72201.4,"
                        + "\"mape\":null,\"missing\":[],\"dead_letters\":{\"MALFORMED\":3}}");
    }
}
