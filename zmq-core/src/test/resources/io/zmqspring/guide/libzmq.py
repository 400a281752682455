"""The other side of programs of the guide, by libzmq: first the part to play, then the endpoint to bind or connect."""
import random
import sys

import zmq

context = zmq.Context()


def socket(kind, bound, endpoint):
    s = context.socket(kind)
    s.linger = 0
    s.rcvtimeo = 20000
    if bound:
        s.bind(endpoint)
        print(s.getsockopt_string(zmq.LAST_ENDPOINT).rstrip("\0"), flush=True)
    else:
        s.connect(endpoint)
    return s


def serve(endpoint):
    service = socket(zmq.REP, True, endpoint)
    while True:
        request = service.recv_string()
        service.send_string("World" if request == "Hello" else "Pardon?")


def ask(endpoint):
    client = socket(zmq.REQ, False, endpoint)
    for _ in range(10):
        client.send_string("Hello")
        print(client.recv_string(), flush=True)


def publish(endpoint):
    station = socket(zmq.PUB, True, endpoint)
    while True:
        place = random.randrange(10000, 10100)
        station.send_string("%05d %d %d" % (place, random.randrange(-80, 135), random.randrange(10, 60)))


def listen(endpoint):
    subscriber = socket(zmq.SUB, False, endpoint)
    subscriber.setsockopt_string(zmq.SUBSCRIBE, "10001 ")
    for _ in range(100):
        print(subscriber.recv_string(), flush=True)


{"serve": serve, "ask": ask, "publish": publish, "listen": listen}[sys.argv[1]](sys.argv[2])
