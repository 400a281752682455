package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** JSON, CBOR and Protocol Buffers from a template to listeners, and back. */
class FormatsOverTheWireTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class, JacksonAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.desk.bind=inproc://desk",
                    "zmq.sockets.stock.bind=inproc://stock",
                    "zmq.sockets.trader.connect.desk=inproc://desk",
                    "zmq.sockets.trader.connect.stock=inproc://stock");

    record Order(String itemName) {}

    record Receipt(List<Order> orders) {}

    static class Desk {
        final List<String> bodies = new CopyOnWriteArrayList<>();

        @ZmqListener("desk")
        Receipt on(
                @Payload Order order,
                @Header(MessageHeaders.CONTENT_TYPE) Object contentType,
                @Header(ZmqHeaders.RAW) io.zmqspring.Message raw) {
            bodies.add(contentType + " " + raw.text());
            return new Receipt(List.of(order));
        }

        @ZmqListener("stock")
        Struct on(StringValue item) {
            return Struct.newBuilder()
                    .putFields(
                            item.getValue(),
                            Value.newBuilder().setNumberValue(7).build())
                    .build();
        }
    }

    @Test
    @Tag("SPR-83")
    @Tag("SPR-84")
    @Tag("SPR-88")
    void the_content_type_chooses_between_json_and_cbor() {
        runner.withBean(Desk.class)
                .withPropertyValues(
                        "spring.jackson.property-naming-strategy=SNAKE_CASE",
                        "spring.jackson.cbor.property-naming-strategy=KEBAB_CASE")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    Receipt receipt = new Receipt(List.of(new Order("tea")));
                    assertThat(template.convertSendAndReceive("desk", new Order("tea"), Receipt.class, SOON))
                            .isEqualTo(receipt);
                    assertThat(template.convertSendAndReceive(
                                    ZmqDestination.parse("desk"),
                                    new Order("tea"),
                                    Map.of(MessageHeaders.CONTENT_TYPE, "application/cbor"),
                                    Receipt.class))
                            .isEqualTo(receipt);

                    assertThat(context.getBean(Desk.class).bodies)
                            .satisfiesExactly(
                                    json -> assertThat(json).isEqualTo("application/json {\"item_name\":\"tea\"}"),
                                    cbor -> assertThat(cbor)
                                            .startsWith("application/cbor ")
                                            .doesNotContain("{"));
                });
    }

    @Test
    @Tag("SPR-84")
    void messages_of_protocol_buffers_go_there_and_back() {
        runner.withBean(Desk.class).run(context -> {
            Struct left = context.getBean(ZmqTemplate.class)
                    .convertSendAndReceive("stock", StringValue.of("tea"), Struct.class, SOON);
            assertThat(left.getFieldsOrThrow("tea").getNumberValue()).isEqualTo(7);
        });
    }

    record Plain(String item) {}

    static class PlainDesk {
        @ZmqListener("desk")
        Plain on(Plain order) {
            return order;
        }
    }

    @Test
    void json_works_without_the_libraries_of_other_formats() {
        runner.withBean(PlainDesk.class)
                .withClassLoader(new FilteredClassLoader("tools.jackson.dataformat", "com.google.protobuf"))
                .run(context -> assertThat(context.getBean(ZmqTemplate.class)
                                .convertSendAndReceive("desk", new Plain("tea"), Plain.class, SOON))
                        .isEqualTo(new Plain("tea")));
    }
}
