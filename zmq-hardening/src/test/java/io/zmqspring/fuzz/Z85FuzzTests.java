package io.zmqspring.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.Z85;

class Z85FuzzTests {
    @FuzzTest
    void decode(byte[] octets) {
        try {
            Z85.decode(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException refused) {
            // as documented
        }
    }
}
