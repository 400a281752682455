"""libzmq for the interoperability tests: runs one command a line, and answers each with one line.

    open NUMBER TYPE HEARTBEAT IDENTITY    bind|connect NUMBER ENDPOINT    subscribe|unsubscribe NUMBER FRAME
    send NUMBER FRAME...                   receive NUMBER MILLISECONDS     close NUMBER    draft

A frame is an x and its octets in hexadecimal. An answer is "ok" and words, or "error" and a text. A command that takes
half a minute ends the process, and so does the end of its input.
"""

import signal
import sys

import zmq

WAIT = 10_000
context = zmq.Context()
sockets = {}


def octets(frame):
    return bytes.fromhex(frame[1:])


def open_socket(number, kind, heartbeat, identity):
    socket = context.socket(getattr(zmq, kind))
    sockets[number] = socket
    socket.linger = 0
    socket.sndtimeo = WAIT
    socket.reconnect_ivl = 5
    if identity != "x":
        socket.setsockopt(zmq.IDENTITY, octets(identity))
    if heartbeat != "0":
        socket.setsockopt(zmq.HEARTBEAT_IVL, int(heartbeat))
        socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, WAIT)
        socket.setsockopt(zmq.HEARTBEAT_TTL, WAIT)


def bind(number, endpoint):
    sockets[number].bind(endpoint)
    return sockets[number].getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode()


def connect(number, endpoint):
    sockets[number].connect(endpoint)


def subscribe(number, topic):
    change(sockets[number], b"\1", zmq.SUBSCRIBE, octets(topic))


def unsubscribe(number, topic):
    change(sockets[number], b"\0", zmq.UNSUBSCRIBE, octets(topic))


def change(socket, prefix, option, topic):
    if socket.type == zmq.XSUB:
        socket.send(prefix + topic)
    else:
        socket.setsockopt(option, topic)


def send(number, *frames):
    sockets[number].send_multipart([octets(frame) for frame in frames])


def receive(number, milliseconds):
    if not sockets[number].poll(int(milliseconds)):
        return "nothing"
    return " ".join("x" + frame.hex() for frame in sockets[number].recv_multipart())


def close(number):
    sockets.pop(number).close()


def draft():
    return "yes" if zmq.has("draft") else "no"


COMMANDS = {
    "open": open_socket,
    "bind": bind,
    "connect": connect,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
    "send": send,
    "receive": receive,
    "close": close,
    "draft": draft,
}

for line in sys.stdin:
    signal.alarm(30)
    command, *words = line.split()
    try:
        answer = "ok " + (COMMANDS[command](*words) or "")
    except Exception as e:
        answer = "error %s: %s" % (type(e).__name__, str(e).replace("\n", " "))
    signal.alarm(0)
    print(answer.rstrip(), flush=True)
context.destroy(linger=0)
