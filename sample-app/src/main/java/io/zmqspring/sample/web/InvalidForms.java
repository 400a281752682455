package io.zmqspring.sample.web;

import io.zmqspring.sample.Refusal;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says which fields of a form are wrong, and why. */
@RestControllerAdvice
class InvalidForms {

    @ExceptionHandler
    ResponseEntity<Refusal> invalid(MethodArgumentNotValidException invalid) {
        return Refusal.with(
                HttpStatus.BAD_REQUEST,
                invalid.getFieldErrors().stream()
                        .map(error -> error.getField() + " " + error.getDefaultMessage())
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }
}
