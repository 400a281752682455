package io.zmqspring.boot.test.autoconfigure.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with more in it than listeners. */
@SpringBootApplication
class Shop {}
