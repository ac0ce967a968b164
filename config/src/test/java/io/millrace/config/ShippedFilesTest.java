package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.bind.Environment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippedFilesTest {
    private static final Path SHIPPED = Path.of("pipelines");
    private static final Environment ENVIRONMENT = Environment.of(Map.of("MILLRACE_HOME", "/srv/millrace"));

    @Test
    void housePricesUsesTheZipMarket() {
        PipelineConfig pipeline = read("house-prices.yaml");

        assertThat(pipeline.events().fields()).hasSize(18);
        assertThat(pipeline.features().get(0).use())
                .extracting(ViewConfig.Column::name)
                .containsExactly("median_price_per_sqft");
        assertThat(pipeline.computedViews())
                .extracting(view -> view.stream().topic())
                .containsExactly("features.zip_market");
    }

    @Test
    void demoDeclaresTheFieldsOfAGeneratedListing() {
        PipelineConfig pipeline = read("demo.yaml");

        assertThat(pipeline.events().topic()).isEqualTo("demo.listings");
        assertThat(pipeline.events().fields())
                .extracting(FieldConfig::name)
                .containsExactly(
                        "zipcode",
                        "sqft_living",
                        "sqft_lot",
                        "bedrooms",
                        "bathrooms",
                        "floors",
                        "grade",
                        "condition",
                        "yr_built",
                        "waterfront",
                        "lat",
                        "long");
        assertThat(pipeline.features())
                .extracting(feature -> feature.view().view())
                .containsExactly("demo_zip", "demo_zip_market");
    }

    private static PipelineConfig read(String name) {
        return PipelineFile.read(SHIPPED.resolve(name), ENVIRONMENT);
    }
}
