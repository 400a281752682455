package io.zmqspring.security;

import io.zmqspring.ZmqContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Decides who may talk to a socket. It is asked in each handshake, after the peer has proved what it shows and before anything
 * is exchanged, on a thread that may wait (never an I/O thread, 16 at once); the peer waits meanwhile, for at most
 * {@link io.zmqspring.SocketOptions#handshakeTimeout()}. Fails closed: an exception, a stage that fails or is null turns the
 * peer away. Must be thread-safe. Peers over inproc are of the same process and are never asked for.
 *
 * <p>What is not found here is a lambda away: {@code Authenticator.of(credentials -> ...)} for what may wait,
 * {@code credentials -> aStage} for what need not.
 */
@FunctionalInterface
public interface Authenticator {

    /**
     * Judges a peer.
     *
     * @param credentials what it shows
     * @return the verdict, now or later; cancelled when the handshake has ended and nobody waits for it any more
     */
    CompletionStage<Verdict> authenticate(Credentials credentials);

    /**
     * Judges by a function, which may wait.
     *
     * @param judge what to say of credentials
     * @return the authenticator
     */
    static Authenticator of(Function<? super Credentials, Verdict> judge) {
        return credentials -> CompletableFuture.completedFuture(judge.apply(credentials));
    }

    /**
     * Accepts whoever comes, without a name. With CURVE the traffic is still encrypted, and the peer still knows that it talks
     * to us.
     *
     * @return the authenticator
     */
    static Authenticator acceptAll() {
        return of(credentials -> Verdict.accept());
    }

    /**
     * Accepts peers by their public keys, which CURVE proves.
     *
     * @param allowed the keys, which may be replaced while sockets are open
     * @return the authenticator
     */
    static Authenticator keys(AllowedKeys allowed) {
        return of(credentials -> {
            User user = credentials instanceof Credentials.Curve curve ? allowed.find(curve.key()) : null;
            return user == null ? Verdict.refuse("its public key is not among those allowed") : Verdict.accept(user);
        });
    }

    /**
     * Accepts peers by their public keys, for good.
     *
     * @param keys the keys
     * @return the authenticator
     */
    static Authenticator keys(CurveKey... keys) {
        return keys(AllowedKeys.of(keys));
    }

    /**
     * Accepts peers by user name and password, which PLAIN sends unencrypted.
     *
     * @param allowed the users, who may be replaced while sockets are open
     * @return the authenticator
     */
    static Authenticator users(AllowedUsers allowed) {
        return of(credentials -> {
            User user = credentials instanceof Credentials.Plain plain
                    ? allowed.find(plain.username(), plain.password())
                    : null;
            return user == null ? Verdict.refuse("no such user name and password") : Verdict.accept(user);
        });
    }

    /**
     * Accepts peers by user name and password, for good.
     *
     * @param passwords the password of each user name
     * @return the authenticator
     */
    static Authenticator users(Map<String, String> passwords) {
        return users(AllowedUsers.of(passwords));
    }

    /**
     * Accepts whoever comes from certain addresses, without a name.
     *
     * @param ranges IP addresses, as {@code ::1}, or ranges of them, as {@code 10.0.0.0/8}
     * @return the authenticator
     * @throws IllegalArgumentException if one is no address, or there is none
     */
    static Authenticator addresses(String... ranges) {
        return acceptAll().from(ranges);
    }

    /**
     * Asks a ZAP handler (RFC 27): a REP or ROUTER socket of the same context that is bound to
     * {@code inproc://zeromq.zap.01}. Without one nobody is let in. It is shown the identity that a peer announces with CURVE
     * only, for with NULL and PLAIN the peer has not announced it yet. The metadata of its reply is read as UTF-8.
     *
     * @param context the context of the handler, which need not be that of the sockets; its close ends the authenticator
     * @param domain by what the handler tells sockets apart: 1 to 255 characters of ASCII
     * @return the authenticator
     * @throws IllegalArgumentException if the domain is not
     * @throws io.zmqspring.ZmqClosedException if the context is closed
     */
    static Authenticator zap(ZmqContext context, String domain) {
        return new ZapAuthenticator(context, domain);
    }

    /**
     * Narrows this authenticator to certain addresses: who comes from elsewhere, or over ipc, is refused before it is asked.
     *
     * @param ranges IP addresses, as {@code ::1}, or ranges of them, as {@code 10.0.0.0/8}
     * @return the narrower authenticator
     * @throws IllegalArgumentException if one is no address, or there is none
     */
    default Authenticator from(String... ranges) {
        AddressRanges allowed = AddressRanges.parse(ranges);
        return credentials -> allowed.contains(credentials.address())
                ? authenticate(credentials)
                : CompletableFuture.completedFuture(
                        Verdict.refuse("its address " + credentials.address() + " is not among those allowed"));
    }
}
