"""A DEALER of libzmq that connects and echoes: endpoint, high-water mark, heartbeat and its timeout in milliseconds.

It ends with its input.
"""

import os
import sys
import threading

import zmq


def end():
    sys.stdin.read()
    os._exit(0)


endpoint, mark, heartbeat, timeout = sys.argv[1], *map(int, sys.argv[2:])
dealer = zmq.Context().socket(zmq.DEALER)
dealer.linger = 0
dealer.set_hwm(mark)
dealer.setsockopt(zmq.HEARTBEAT_IVL, heartbeat)
dealer.setsockopt(zmq.HEARTBEAT_TIMEOUT, timeout)
dealer.setsockopt(zmq.HEARTBEAT_TTL, timeout)
dealer.reconnect_ivl = 20
dealer.connect(endpoint)
threading.Thread(target=end, daemon=True).start()
print("connecting", flush=True)
while True:
    dealer.send(dealer.recv())
