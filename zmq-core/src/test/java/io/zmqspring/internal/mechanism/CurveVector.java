package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.CurveKeyPair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * The octets of one whole conversation, made with libsodium: the keys of libzmq's manual, and runs of octets in the place of
 * chance.
 */
final class CurveVector {
    static final CurveKeyPair CLIENT =
            CurveKeyPair.of("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
    static final CurveKeyPair SERVER =
            CurveKeyPair.of("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6");

    static final String CLIENT_TRANSIENT = "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c";
    static final String SHARED = "f8d48c0771b2fab0580110626883f7671e7d0001a6823f3ad9e93d8ef177e8fc";
    static final String HELLO = "0548454c4c4f0100" + "00".repeat(72) + CLIENT_TRANSIENT + "0000000000000001"
            + "6e3f26f72fe2f05db20de7881ee6a08fc432afe73b138226f5930879c93bdd4d8586425a3a8d6bc5d83598a3017e0f17"
            + "92ff0381360d168b6fe1c5e0bb752b0d365e13ea8e8a29ce1c5052c8c63eced7";
    static final String COOKIE = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
            + "0a623ea692d4c8306aa0d72169e572dd7fbaa13ff9f62faa83db4be61f60501c5579811b90a94d45f59d14b433ca4d2a"
            + "ca5060f95d068a0403772ee0b45136dc99a890a634a4879a55bd2f0b0f0e89bf";
    static final String WELCOME = "0757454c434f4d45" + "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
            + "793352797ffa7b95448c9e50055f4ae171a2055679107ec12a3831e4e312e67817744ebdeed7c83bf7c65c9f2921d44a"
            + "807a24350e915ba16e09a035668bb80d87f0f260cd82aa60f355486a7eb0fdc9d7211f61bb202f3226774a43291d8422"
            + "93ea9ce58e5f354a9413f6b809519340eda5a34630165a953ae75ddb82f931063bd62e21e1299723a080d71ce788bc36";
    static final String INITIATE = "08494e495449415445" + COOKIE + "0000000000000002"
            + "73daa4fb636109c8f2ac527bd86050f033fba2025be4adf4e9d3393af047e1cc09764999fadd9a7947d6072afd70aade"
            + "c3ac081b2478fe555f1d7fea4ccd73f5c76aee0ee7e572daf8c5af8fbe809af9d7bc9edce64e9d84718f7c33fb133da7"
            + "2ac6bc263c94bf0048ba13a3b1fd7e4abf817c31a09927c1c3d56df54ae6ae63c9dc122f58ba9f6bf687518c8e9e4b41"
            + "5e69c65453441533fb751b677078fd459caa1b8a";
    static final String READY =
            "0552454144590000000000000001910162aa9ab5c181b981defd06d0c0e13640a43d786df14c220c19eaecebb04fff0ca216";
    static final String CLIENT_HELLO_MESSAGE =
            "074d45535341474500000000000000036263ab5a205207d7328bb0967434714657f8099b127a";
    static final String SERVER_WORLD_MESSAGE =
            "074d4553534147450000000000000002175aef7eb2f8e9854d0615b6d4369d8a88014cd0f6e1";

    private CurveVector() {}

    static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** Octets that count up. */
    static byte[] run(int first, int count) {
        byte[] octets = new byte[count];
        IntStream.range(0, count).forEach(i -> octets[i] = (byte) (first + i));
        return octets;
    }

    /** Chance for the client: c' and the vouch's nonce. */
    static CurveCrypto clientChance() {
        return new Scripted(run(0x01, 32), run(0xc0, 16));
    }

    /** Chance for the server: s', K, the cookie's and the WELCOME's nonce. */
    static CurveCrypto serverChance() {
        return new Scripted(run(0x41, 32), run(0x80, 32), run(0xb0, 16), run(0xa0, 16));
    }

    /** The real primitives, but chance as it was written down. */
    private static final class Scripted implements CurveCrypto {
        private final Deque<byte[]> chance = new ArrayDeque<>();

        Scripted(byte[]... chance) {
            for (byte[] octets : chance) {
                this.chance.add(octets);
            }
        }

        @Override
        public byte[] random(int count) {
            byte[] next = chance.removeFirst();
            if (next.length != count) {
                throw new AssertionError(count + " octets of chance are asked for where " + next.length + " are due");
            }
            return next;
        }

        @Override
        public byte[] publicKey(byte[] secretKey) {
            return BouncyCastle.INSTANCE.publicKey(secretKey);
        }

        @Override
        public byte[] sharedKey(byte[] secretKey, byte[] publicKey) throws ProtocolException {
            return BouncyCastle.INSTANCE.sharedKey(secretKey, publicKey);
        }

        @Override
        public Cipher cipher(byte[] key, byte[] prefix) {
            return BouncyCastle.INSTANCE.cipher(key, prefix);
        }
    }
}
