package io.zmqspring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A ledger that finds nothing would make every test that uses it green. */
class LedgerTests {
    private final Ledger ledger = new Ledger(1, 2, 100);
    private final Ledger.Reader one = ledger.reader();
    private final Ledger.Reader two = ledger.reader();
    private final byte[][] a = {ledger.next(0), ledger.next(0), ledger.next(0), ledger.next(0), ledger.next(0)};
    private final byte[] b = ledger.next(1);

    private void enter(Ledger.Reader reader, byte[]... bodies) {
        for (byte[] body : bodies) {
            reader.enter(body);
        }
    }

    @Test
    void isPerfectWhenTwoConsumersShareTheMessagesInOrder() {
        enter(one, a[0], a[2], a[3]);
        enter(two, a[1], b, a[4]);
        ledger.assertPerfect();
    }

    @Test
    void findsTheLostAndTheirGaps() {
        enter(one, a[1], a[4]);
        assertThat(ledger.figures()).isEqualTo(new Ledger.Figures(4, 3, 2, 0, 0, 0));
        assertThatThrownBy(ledger::assertPerfect).isInstanceOf(AssertionError.class);
    }

    @Test
    void findsTheDuplicatedByOneConsumerAndByTwo() {
        enter(one, a[0], a[0], a[1], a[2], a[3], a[4], b);
        enter(two, a[2]);
        assertThat(ledger.figures()).isEqualTo(new Ledger.Figures(0, 0, 0, 2, 0, 0));
    }

    @Test
    void findsTheReordered() {
        enter(one, a[1], a[0], a[2], a[4], a[3], b);
        assertThat(ledger.figures()).isEqualTo(new Ledger.Figures(0, 0, 0, 0, 2, 0));
    }

    @Test
    void findsTheDamagedAndTheForeign() {
        enter(one, a[0], a[1], a[2], a[3], a[4]);
        byte[] damaged = b.clone();
        damaged[damaged.length - 1] ^= 1;
        enter(one, damaged, new byte[1], new byte[40]);
        assertThat(ledger.figures()).isEqualTo(new Ledger.Figures(1, 1, 1, 0, 0, 3));
    }

    @Test
    void saysHowFarASenderHasGoneOn() {
        assertThat(one.enter(a[1])).isEqualTo(2);
        assertThat(one.enter(a[2])).isEqualTo(1);
        assertThat(one.enter(a[0])).isEqualTo(-2);
    }
}
