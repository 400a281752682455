"""libzmq for the interoperability tests: runs one command a line, and answers each with one line.

    open NUMBER TYPE HEARTBEAT IDENTITY    bind|connect NUMBER ENDPOINT    subscribe|unsubscribe NUMBER FRAME
    send NUMBER FRAME...                   receive NUMBER MILLISECONDS     close NUMBER    draft
    plain-client|plain-server NUMBER USER PASSWORD
    curve-client NUMBER SERVER-KEY PUBLIC-KEY SECRET-KEY        curve-server NUMBER PUBLIC-KEY SECRET-KEY

A frame is an x and its octets in hexadecimal. An answer is "ok" and words, or "error" and a text. A command that takes
half a minute ends the process, and so does the end of its input.
"""

import signal
import sys
import threading

import zmq
import zmq.utils.z85

WAIT = 10_000
context = zmq.Context()
sockets = {}
known = set()


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


def plain_client(number, user, password):
    sockets[number].plain_username = user.encode()
    sockets[number].plain_password = password.encode()


def plain_server(number, user, password):
    let_in(user.encode(), password.encode())
    sockets[number].plain_server = True


def curve_client(number, server, public, secret):
    sockets[number].curve_serverkey = server.encode()
    sockets[number].curve_publickey = public.encode()
    sockets[number].curve_secretkey = secret.encode()


def curve_server(number, public, secret):
    let_in(zmq.utils.z85.decode(public))
    sockets[number].curve_secretkey = secret.encode()
    sockets[number].curve_server = True


def let_in(*credentials):
    """Starts a handler that lets nobody else in. It names no user: with a name, a REQ that is server drops its connection."""
    if not known:
        handler = context.socket(zmq.REP)
        handler.linger = 0
        handler.bind("inproc://zeromq.zap.01")
        threading.Thread(target=decide, args=(handler,), daemon=True).start()
    known.add(credentials)


def decide(handler):
    try:
        while True:
            version, request, _, _, _, _, *credentials = handler.recv_multipart()
            status = b"200" if tuple(credentials) in known else b"400"
            handler.send_multipart([version, request, status, b"", b"", b""])
    except zmq.ContextTerminated:
        handler.close()


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
    "plain-client": plain_client,
    "plain-server": plain_server,
    "curve-client": curve_client,
    "curve-server": curve_server,
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
for socket in sockets.values():
    socket.close()
context.term()
