package io.zmqspring.benchmarks;

/** Whether sockets encrypt, and as whom. The keys are known to everybody: they are for measuring only. */
enum Curve {
    NONE,
    SERVER,
    CLIENT;

    static final String SERVER_PUBLIC = "2C/Cp/f^6MY.#d^eGet-)rJ>ejl893/Y%Vy]xhSO";
    static final String SERVER_SECRET = "tx=5r9Mx8Gx-//]&9blA&aE2pBV<!m&=Z*GNX//r";
    static final String CLIENT_PUBLIC = "5(+5pq:-)8?t3luNj]+z1hu(Pm$[&(hw+BoeR+My";
    static final String CLIENT_SECRET = "w<&={D^Gfsxl<IO1rP0w-h%Qj2I[p+k2$:+BHFjO";
}
