package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StockTests {
    private final Stock stock =
            new Stock(new SampleProperties(List.of("tea"), 100, Duration.ofSeconds(30), Duration.ofSeconds(1)));

    @Test
    void anOrderGetsAllOrNothing() {
        assertThat(stock.take(new Order("a", "tea", 60))).isEqualTo(new Receipt("a", true, 40));
        assertThat(stock.take(new Order("b", "tea", 41))).isEqualTo(new Receipt("b", false, 40));
        assertThat(stock.take(new Order("c", "tea", 40))).isEqualTo(new Receipt("c", true, 0));
    }

    @Test
    void aDeliveryFillsItUp() {
        stock.take(new Order("a", "tea", 60));
        stock.deliver();
        assertThat(stock.levels()).containsOnly(entry("tea", 100));
    }

    @Test
    void whatIsNotSoldIsNotThere() {
        assertThat(stock.take(new Order("a", "unicorn", 1))).isEqualTo(new Receipt("a", false, 0));
        assertThat(stock.levels()).containsOnlyKeys("tea");
    }

    @Test
    void manyAtOnceNeverTakeMoreThanThereIs() {
        long accepted = IntStream.range(0, 1000)
                .parallel()
                .filter(i -> stock.take(new Order("a" + i, "tea", 3)).accepted())
                .count();

        assertThat(accepted).isEqualTo(33);
        assertThat(stock.levels()).containsEntry("tea", 1);
    }
}
