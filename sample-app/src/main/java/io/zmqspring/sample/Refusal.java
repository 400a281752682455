package io.zmqspring.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * The answer to what cannot be done: <code>{"error":"quantity must be at least 1"}</code>.
 *
 * @param error what is wrong with it
 */
public record Refusal(String error) {

    /**
     * The answer to a request.
     *
     * @param status says whose fault it is
     * @param error what is wrong
     * @return the answer
     */
    public static ResponseEntity<Refusal> with(HttpStatus status, String error) {
        return ResponseEntity.status(status).body(new Refusal(error));
    }
}
