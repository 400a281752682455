package io.zmqspring.benchmarks.spring;

/** What travels as JSON: five fields. */
record Order(long id, String customer, String article, int quantity, double price) {

    static Order example(long id) {
        return new Order(id, "customer-4711", "article-0815", 3, 19.95);
    }
}
