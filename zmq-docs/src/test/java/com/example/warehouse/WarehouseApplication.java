package com.example.warehouse;

import io.zmqspring.spring.annotation.ZmqListener;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

@SpringBootApplication
public class WarehouseApplication {
    public static void main(String[] args) {
        SpringApplication.run(WarehouseApplication.class, args);
    }
}

@Component
class Shelves {
    private final Map<String, Integer> items = Map.of("tea", 12, "coffee", 3);

    @ZmqListener("warehouse") // <1>
    Stock on(Question question) {
        return new Stock(question.item(), items.getOrDefault(question.item(), 0)); // <2>
    }
}

record Question(String item) {}

record Stock(String item, int quantity) {}
