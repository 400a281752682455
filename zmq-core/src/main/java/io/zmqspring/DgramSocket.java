package io.zmqspring;

/**
 * The DGRAM socket: sends and receives plain datagrams over udp, to and from whoever speaks udp.
 *
 * <p>A message has two frames, sent and received alike: the other side's address as text, as {@code 127.0.0.1:5555} or
 * {@code [::1]:5555}, then the content of the datagram. So what was received can be sent back as it is:
 * {@code socket.send(Message.ofFrames(received.frame(0), answer))}. The socket binds one endpoint, from which it also sends.
 *
 * <p>What arrives while the incoming queue is full is dropped and counted ({@link DropReason#QUEUE_FULL}); nobody learns
 * whether a datagram arrives. {@code send} refuses with {@link IllegalArgumentException} a message that has not two frames,
 * an address that is none (names are not looked up), and content larger than {@link UdpOptions#maxDatagram()}.
 * Thread-safe. After libzmq's draft of the same name.
 */
public interface DgramSocket extends ZmqSocket, MessageSender, MessageReceiver {}
