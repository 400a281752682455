package io.zmqspring.boot.test.autoconfigure.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.test.autoconfigure.ZmqTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

@ZmqTest(
        properties = {"zmq.sockets.one.bind=tcp://127.0.0.1:5556", "zmq.sockets.two.bind=tcp://127.0.0.1:5557"},
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Twice.class))
class ZmqTestFiltersTests {

    @Test
    void onlyWhatIsNamedIsThere(@Autowired ListableBeanFactory beans) {
        assertThat(beans.getBeansOfType(Twice.class)).hasSize(1);
        assertThat(beans.getBeansOfType(Counter.class)).isEmpty();
        assertThat(beans.getBeansOfType(Rot13Converter.class)).isEmpty();
    }
}
