package com.example.shop;

import io.zmqspring.spring.core.ZmqTemplate;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@SpringBootApplication
@EnableScheduling
public class ShopApplication {
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}

@Component
class StockCheck {
    private final ZmqTemplate zmq;

    StockCheck(ZmqTemplate zmq) {
        this.zmq = zmq;
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void ask() {
        Stock stock = zmq.convertSendAndReceive("warehouse", new Question("tea"), Stock.class); // <1>
        System.out.println("The warehouse has " + stock.quantity() + " x " + stock.item());
    }
}

record Question(String item) {}

record Stock(String item, int quantity) {}
