package io.zmqspring.boot.test.autoconfigure.shop;

/** Needed by the counter. */
interface Stock {
    int take(int quantity);
}
