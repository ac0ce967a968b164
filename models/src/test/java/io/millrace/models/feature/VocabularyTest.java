package io.millrace.models.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void findsEveryTextHoweverManyThereAre() {
        for (int size = 0; size < 300; size++) {
            List<String> texts = IntStream.range(0, size).mapToObj(i -> "v" + i).toList();
            Vocabulary vocabulary = new Vocabulary(texts);
            assertThat(vocabulary.size()).isEqualTo(size);
            for (int i = 0; i < size; i++) {
                assertThat(vocabulary.place("v" + i)).isEqualTo(i);
            }
            assertThat(vocabulary.place("v" + size)).isEqualTo(-1);
        }
    }

    @Test
    void tellsTextsOfOneHashApart() {
        Vocabulary vocabulary = new Vocabulary(List.of("Aa", "BB"));
        for (int i = 0; i < 2; i++) {
            assertThat(vocabulary.place("Aa")).isEqualTo(0);
            assertThat(vocabulary.place("BB")).isEqualTo(1);
        }
        assertThat(new Vocabulary(List.of("Aa")).place("BB")).isEqualTo(-1);
    }

    @Test
    void knowsAnObjectAgainAndAnyOtherEqualOne() {
        Vocabulary vocabulary = new Vocabulary(List.of("web", "app"));
        String first = "ap".concat("p");
        String second = "ap".concat("p");
        assertThat(IntStream.of(
                        vocabulary.place(first),
                        vocabulary.place(first),
                        vocabulary.place(second),
                        vocabulary.place(first)))
                .containsOnly(1);
    }
}
