package io.zmqspring.sample;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What can be changed about the demonstration itself.
 *
 * @param items What the desk sells and traders order.
 * @param stock How much of each item the desk has after a delivery.
 * @param deliveryEvery Time between deliveries to the desk.
 * @param orderEvery Time a trader waits between two orders.
 */
@Validated
@ConfigurationProperties("sample")
public record SampleProperties(
        @NotEmpty @DefaultValue({"cocoa", "coffee", "sugar", "tea"})
        List<String> items,

        @Positive @DefaultValue("100") int stock,
        @DefaultValue("30s") Duration deliveryEvery,
        @DefaultValue("1s") Duration orderEvery) {}
