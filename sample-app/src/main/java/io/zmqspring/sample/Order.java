package io.zmqspring.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a trader sends to the desk. On the wire it is JSON, <code>{"id":"a-1","item":"tea","quantity":3}</code>, which any
 * ZeroMQ program can write. The annotations are checked where an {@code Order} is received with {@code @Valid}.
 *
 * @param id chosen by the trader; the receipt repeats it
 * @param item what is ordered
 * @param quantity how much of it
 */
public record Order(
        @NotBlank @Size(max = 64) String id,
        @NotBlank @Size(max = 64) String item,
        @Min(1) @Max(1000) int quantity) {}
