package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.load.Arrivals;
import io.millrace.jobs.load.Schedule;
import io.millrace.models.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoLoadTest {
    private static final int EVENTS = 200;
    private static final DemoLoad.Gate OPEN = () -> false;

    private final Turned clock = new Turned();
    private final ListingStream stream = new ListingStream(new ListingGenerator(new Market(7, 10, EVENTS)), 0);
    private final Arrivals arrivals = Arrivals.poisson(EVENTS, 1_000, 5);

    @Test
    void sendsEachEventWhenItIsDue() throws InterruptedException {
        Schedule schedule = new Schedule(arrivals, 0, clock);
        List<Long> lateness = new ArrayList<>();

        new DemoLoad(
                        stream,
                        schedule,
                        OPEN,
                        clock::advance,
                        (event, due) -> lateness.add(schedule.overdueNanos(event.number())))
                .send();

        assertThat(lateness).hasSize(EVENTS).containsOnly(0L);
    }

    @Test
    void sendsOverdueEventsAtOnceAndKeepsTheirDueTimes() throws InterruptedException {
        Schedule schedule = new Schedule(arrivals, 0, clock);
        List<Long> dueTimes = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();

        new DemoLoad(
                        stream,
                        schedule,
                        OPEN,
                        nanos -> {
                            pauses.add(nanos);
                            clock.advance(nanos);
                        },
                        (event, due) -> {
                            assertThat(due).isEqualTo(listedAt(event));
                            dueTimes.add(due);
                            if (event.number() == 0) {
                                clock.advance(1_000_000_000L);
                            }
                        })
                .send();

        assertThat(pauses).as("only the first event is waited for").hasSize(1);
        assertThat(dueTimes).hasSize(EVENTS).isSorted();
        assertThat(dueTimes.get(EVENTS - 1)).isEqualTo(Turned.EPOCH + 200);
        assertThat(schedule.overdueNanos(EVENTS - 1)).isPositive();
    }

    @Test
    void waitsAgainWhenAPauseWasTooShort() throws InterruptedException {
        Schedule schedule = new Schedule(arrivals, 0, clock);
        List<Long> lateness = new ArrayList<>();

        new DemoLoad(
                        stream,
                        schedule,
                        OPEN,
                        nanos -> clock.advance(Math.max(1, nanos / 2)),
                        (event, due) -> lateness.add(schedule.overdueNanos(event.number())))
                .send();

        assertThat(lateness).hasSize(EVENTS).containsOnly(0L);
    }

    @Test
    void sendsOnlyTheEventsOfItsSchedule() throws InterruptedException {
        Schedule schedule = new Schedule(Arrivals.poisson(50, 1_000, 5), 150, clock);
        List<Integer> numbers = new ArrayList<>();

        new DemoLoad(stream, schedule, OPEN, clock::advance, (event, due) -> numbers.add(event.number())).send();

        assertThat(numbers).hasSize(50).startsWith(150).endsWith(199);
        assertThat(schedule.elapsedNanos()).isEqualTo(50_000_000L);
    }

    @Test
    void postponesWhatFollowsWhileItIsHeldUp() throws InterruptedException {
        Schedule schedule = new Schedule(arrivals, 0, clock);
        long openAt = arrivals.offsetNanos(100) + 3_000_000_000L;
        List<Integer> numbers = new ArrayList<>();
        List<Long> dueTimes = new ArrayList<>();
        List<Long> lateness = new ArrayList<>();

        new DemoLoad(
                        stream,
                        schedule,
                        () -> numbers.size() == 100 && schedule.elapsedNanos() < openAt,
                        clock::advance,
                        (event, due) -> {
                            assertThat(due).isEqualTo(listedAt(event));
                            numbers.add(event.number());
                            dueTimes.add(due);
                            lateness.add(schedule.overdueNanos(event.number()));
                        })
                .send();

        assertThat(numbers).hasSize(EVENTS).isSorted();
        assertThat(dueTimes).isSorted();
        assertThat(lateness).as("nobody is late because the stream was held up").containsOnly(0L);
        assertThat(dueTimes.get(99)).isEqualTo(Turned.EPOCH + arrivals.offsetNanos(99) / 1_000_000);
        assertThat(schedule.postponedNanos()).isBetween(3_000_000_000L, 3_020_000_000L);
        assertThat(schedule.overdueNanos(99))
                .as("events before it are due when they were")
                .isEqualTo(schedule.elapsedNanos() - arrivals.offsetNanos(99));
    }

    private static long listedAt(ListingEvent event) {
        Matcher time = Pattern.compile("\"listed_at\":(\\d+)").matcher(new String(event.value(), UTF_8));
        assertThat(time.find()).isTrue();
        return Long.parseLong(time.group(1));
    }

    /** A clock that stands still unless it is turned. */
    private static final class Turned implements Ticker {
        static final long EPOCH = 1_800_000_000_000L;
        private long nanos = 17;

        void advance(long by) {
            nanos += by;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long epochMillis() {
            return EPOCH + (nanos - 17) / 1_000_000;
        }
    }
}
