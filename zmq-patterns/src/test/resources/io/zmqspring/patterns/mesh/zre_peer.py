"""A node of 36/ZRE that owes nothing to Java: libzmq's sockets, and octets put together by hand.

zre_peer.py NAME UDP-PORT VERSION

It stays on the loopback network. It says what it sees, a line each, fields separated by tabs:

    READY id | HELLO id sequence endpoint groups status name headers | WHISPER id sequence frames
    SHOUT id sequence group frames | JOIN id sequence group status | LEAVE id sequence group status
    PING id sequence | PINGOK id sequence | OTHER id sequence number | BYE id | NONSENSE octets

and does what it is told, a line each:

    join GROUP | leave GROUP | whisper ID TEXT... | shout GROUP TEXT... | ping ID | elect ID | junk ID HEX... | bye | die
"""
import os
import socket
import struct
import sys
import time
import uuid

import zmq

HOST, EVERYBODY = "127.0.0.1", "127.255.255.255"
INTERVAL = 0.1
HELLO, WHISPER, SHOUT, JOIN, LEAVE, PING, PING_OK, ELECT = range(1, 9)


def short(text):
    octets = text.encode()
    return struct.pack(">B", len(octets)) + octets


def long(text):
    octets = text.encode()
    return struct.pack(">I", len(octets)) + octets


class Reader:
    def __init__(self, octets):
        self.octets = octets

    def take(self, count):
        taken, self.octets = self.octets[:count], self.octets[count:]
        if len(taken) < count:
            raise ValueError("cut off")
        return taken

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def short(self):
        return self.take(self.number(">B")).decode()

    def long(self):
        return self.take(self.number(">I")).decode()


def say(*fields):
    print("\t".join(str(field) for field in fields), flush=True)


def texts(frames):
    return "|".join(frame.decode() for frame in frames)


class Node:
    def __init__(self, name, port, version):
        self.name, self.port, self.id, self.version = name, port, uuid.uuid4(), version
        self.mark = b"ZRE" + (b"\x01" if version == 2 else b"\x03")
        self.groups, self.status, self.peers = [], 0, {}
        self.context = zmq.Context()
        self.mailbox = self.context.socket(zmq.ROUTER)
        self.mailbox.setsockopt(zmq.ROUTER_HANDOVER, 1)
        self.mailbox_port = self.mailbox.bind_to_random_port("tcp://" + HOST)
        self.ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.ears.bind(("", port))
        self.mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.mouth.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.mouth.bind((HOST, 0))

    def beacon(self, port):
        self.mouth.sendto(self.mark + self.id.bytes + struct.pack(">H", port), (EVERYBODY, self.port))

    def hear(self):
        datagram, (host, _) = self.ears.recvfrom(64)
        if len(datagram) != 22 or datagram[:4] != self.mark:
            return
        who, port = uuid.UUID(bytes=datagram[4:20]), struct.unpack(">H", datagram[20:])[0]
        if who == self.id:
            return
        if port == 0:
            if who in self.peers:
                self.forget(who)
                say("BYE", who)
        elif who not in self.peers:
            self.meet(who, "tcp://%s:%d" % (host, port))

    def meet(self, who, endpoint):
        way = self.context.socket(zmq.DEALER)
        way.setsockopt(zmq.IDENTITY, b"\x01" + self.id.bytes)
        way.linger = 0
        way.connect(endpoint)
        self.peers[who] = [way, 0, set(), False]
        hello = short("tcp://%s:%d" % (HOST, self.mailbox_port)) + struct.pack(">I", len(self.groups))
        hello += b"".join(long(group) for group in self.groups) + struct.pack(">B", self.status)
        self.send(who, HELLO, hello + short(self.name) + struct.pack(">I", 1) + short("X-LANGUAGE") + long("Python"))

    def forget(self, who):
        self.peers.pop(who)[0].close()

    def send(self, who, command, fields=b"", content=()):
        peer = self.peers[who]
        peer[1] = (peer[1] + 1) % 65536
        peer[0].send_multipart([struct.pack(">BBBBH", 0xAA, 0xA1, command, self.version, peer[1]) + fields, *content])

    def receive(self):
        identity, *frames = self.mailbox.recv_multipart()
        try:
            who = uuid.UUID(bytes=identity[1:])
            self.take(who, Reader(frames[0]), frames[1:])
        except (ValueError, LookupError):
            say("NONSENSE", [frame.hex() for frame in [identity, *frames]])

    def take(self, who, fields, content):
        if fields.take(2) != b"\xaa\xa1":
            raise ValueError("signature")
        command, version, sequence = fields.number(">B"), fields.number(">B"), fields.number(">H")
        if version != self.version:
            raise ValueError("version")
        if command == HELLO:
            endpoint = fields.short()
            groups = [fields.long() for _ in range(fields.number(">I"))]
            status, name = fields.number(">B"), fields.short()
            headers = sorted("%s=%s" % (fields.short(), fields.long()) for _ in range(fields.number(">I")))
            if who in self.peers and self.peers[who][3]:
                self.forget(who)  # it has begun anew, and wants to hear our HELLO
            if who not in self.peers:
                self.meet(who, endpoint)
            self.peers[who][2:] = set(groups), True
            say("HELLO", who, sequence, endpoint, ",".join(groups), status, name, ",".join(headers))
        elif command == WHISPER:
            say("WHISPER", who, sequence, texts(content))
        elif command == SHOUT:
            say("SHOUT", who, sequence, fields.short(), texts(content))
        elif command == JOIN:
            group = fields.short()
            self.peers[who][2].add(group)
            say("JOIN", who, sequence, group, fields.number(">B"))
        elif command == LEAVE:
            group = fields.short()
            self.peers[who][2].discard(group)
            say("LEAVE", who, sequence, group, fields.number(">B"))
        elif command == PING:
            say("PING", who, sequence)
            self.send(who, PING_OK)
        elif command == PING_OK:
            say("PINGOK", who, sequence)
        else:
            say("OTHER", who, sequence, command)

    def obey(self, line):
        word, *rest = line.split()
        if word in ("join", "leave"):
            (self.groups.append if word == "join" else self.groups.remove)(rest[0])
            self.status = (self.status + 1) % 256
            for who in self.peers:
                self.send(who, JOIN if word == "join" else LEAVE, short(rest[0]) + struct.pack(">B", self.status))
        elif word == "whisper":
            self.send(uuid.UUID(rest[0]), WHISPER, content=[text.encode() for text in rest[1:]])
        elif word == "shout":
            for who, (_, _, groups, _) in self.peers.items():
                if rest[0] in groups:
                    self.send(who, SHOUT, short(rest[0]), [text.encode() for text in rest[1:]])
        elif word == "ping":
            self.send(uuid.UUID(rest[0]), PING)
        elif word == "elect":
            self.send(uuid.UUID(rest[0]), ELECT, short("chat") + short(self.id.hex))
        elif word == "junk":
            self.peers[uuid.UUID(rest[0])][0].send_multipart([bytes.fromhex(frame) for frame in rest[1:]])
        elif word == "bye":
            self.beacon(0)
            sys.exit()
        else:
            os._exit(0)

    def run(self):
        say("READY", self.id)
        poller = zmq.Poller()
        for source in (self.mailbox, self.ears.fileno(), sys.stdin.fileno()):
            poller.register(source, zmq.POLLIN)
        due = time.monotonic()
        while True:
            if time.monotonic() >= due:
                self.beacon(self.mailbox_port)
                due = time.monotonic() + INTERVAL
            ready = dict(poller.poll(max(1, 1000 * (due - time.monotonic()))))
            if self.mailbox in ready:
                self.receive()
            if self.ears.fileno() in ready:
                self.hear()
            if sys.stdin.fileno() in ready:
                line = os.read(sys.stdin.fileno(), 65536).decode()
                for each in line.splitlines() or ["bye"]:
                    self.obey(each)


Node(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).run()
