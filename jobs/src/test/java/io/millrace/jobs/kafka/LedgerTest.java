package io.millrace.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger("house-listings", 2);

    @BeforeEach
    void enterFiveEventsWithAGapWhereATransactionEnded() {
        ledger.partition(0, 100, 106);
        for (long offset : new long[] {100, 101, 102, 104, 105}) {
            ledger.input(0, offset);
        }
    }

    @Test
    void balancesWhenEveryEventBecameOnePredictionOrDeadLetter() {
        ledger.prediction("house-listings-0-100", "a");
        ledger.prediction("house-listings-0-101", "b");
        ledger.deadLetter("house-listings-0-102", "MALFORMED");
        ledger.prediction("house-listings-0-104", "d");
        ledger.deadLetter("house-listings-0-105", "BAD_TIME");
        Ledger.Balance balance = ledger.balance();
        assertThat(balance.inputs()).isEqualTo(5);
        assertThat(balance.predictions()).isEqualTo(3);
        assertThat(balance.deadLetters()).containsEntry("MALFORMED", 1L).containsEntry("BAD_TIME", 1L);
        assertThat(balance.missing().count()).isZero();
        assertThat(balance.duplicates().count()).isZero();
        assertThat(balance.unknown().count()).isZero();
    }

    @Test
    void listsTheFirstMissingEvents() {
        ledger.prediction("house-listings-0-101", "b");
        Ledger.Balance balance = ledger.balance();
        assertThat(balance.missing())
                .isEqualTo(new Ledger.Listed(4, java.util.List.of("house-listings-0-100", "house-listings-0-102")));
    }

    @Test
    void countsDuplicatesAndThoseThatContradictTheFirst() {
        assertThat(ledger.prediction("house-listings-0-100", "a")).isTrue();
        assertThat(ledger.prediction("house-listings-0-100", "a")).isFalse();
        ledger.prediction("house-listings-0-100", "b");
        ledger.deadLetter("house-listings-0-100", "MALFORMED");
        Ledger.Balance balance = ledger.balance();
        assertThat(balance.predictions()).isEqualTo(1);
        assertThat(balance.deadLetters()).isEmpty();
        assertThat(balance.duplicates()).isEqualTo(new Ledger.Duplicates(3, 2));
    }

    @Test
    void accountsForEveryRowOfARecord() {
        Ledger rows = new Ledger("a-topic", 10);
        rows.partition(2, 7, 12);
        rows.rows(2, 7, 3);
        rows.rows(2, 9, 2);
        rows.input(2, 10);
        rows.rows(2, 11, 4);
        assertThat(rows.prediction("a-topic-2-7-0", "a")).isTrue();
        rows.deadLetter("a-topic-2-7-1", "BAD_TIME");
        assertThat(rows.prediction("a-topic-2-7-0", "a")).isFalse();
        rows.deadLetter("a-topic-2-10", "MALFORMED");
        rows.deadLetter("a-topic-2-11", "WRONG_TYPE");
        rows.prediction("a-topic-2-7", "no row");
        rows.prediction("a-topic-2-7-3", "no such row");
        rows.prediction("a-topic-2-10-0", "no rows");
        Ledger.Balance balance = rows.balance();
        assertThat(balance.inputs()).isEqualTo(10);
        assertThat(balance.predictions()).isEqualTo(1);
        assertThat(balance.deadLetters())
                .isEqualTo(java.util.Map.of("BAD_TIME", 1L, "MALFORMED", 1L, "WRONG_TYPE", 4L));
        assertThat(balance.missing().ids()).containsExactly("a-topic-2-7-2", "a-topic-2-9-0", "a-topic-2-9-1");
        assertThat(balance.missing().count()).isEqualTo(3);
        assertThat(balance.duplicates()).isEqualTo(new Ledger.Duplicates(1, 0));
        assertThat(balance.unknown().count()).isEqualTo(3);
    }

    @Test
    void knowsOutputsOfNoEventFromOutputsOfEventsBeyondWhatWasRead() {
        ledger.prediction("house-listings-0-103", "the gap");
        ledger.prediction("house-listings-7-100", "no such partition");
        ledger.prediction("sales-0-100", "another topic");
        ledger.prediction("nonsense", "no id");
        ledger.prediction("house-listings-0-99", "deleted by now");
        ledger.prediction("house-listings-0-106", "arrived meanwhile");
        Ledger.Balance balance = ledger.balance();
        assertThat(balance.unknown().count()).isEqualTo(4);
        assertThat(balance.unknown().ids()).containsExactly("house-listings-0-103", "house-listings-7-100");
        assertThat(balance.outside()).isEqualTo(2);
        assertThat(balance.predictions()).isZero();
    }
}
