package io.zmqspring.sample;

import java.util.Objects;

/**
 * The desk's answer to an order: <code>{"orderId":"a-1","accepted":true,"left":97}</code>.
 *
 * @param orderId the id of the order
 * @param accepted whether there was enough
 * @param left how much of the item is left
 */
public record Receipt(String orderId, boolean accepted, int left) {

    /** Refuses to be made of an answer that is no receipt. */
    public Receipt {
        Objects.requireNonNull(orderId, "the answer has no orderId, so it is no receipt");
    }
}
