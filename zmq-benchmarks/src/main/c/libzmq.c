/* One process of a comparison, on the system's libzmq. Takes the arguments that Role.java takes. */
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

#define MAX_SOCKETS 256

static const char *role = "", *type = "", *endpoint = NULL, *measure = "", *curve = "";
static int size = 64, sockets = 1, warm = 2000, counted = 2000, rate = 100000, topics = 10;
static void *context;

static int64_t now (void)
{
    struct timespec t;
    clock_gettime (CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int type_of (const char *name)
{
    static const struct { const char *name; int type; } types[] = {
      {"PAIR", ZMQ_PAIR},     {"PUB", ZMQ_PUB},       {"SUB", ZMQ_SUB},   {"REQ", ZMQ_REQ},
      {"REP", ZMQ_REP},       {"DEALER", ZMQ_DEALER}, {"PULL", ZMQ_PULL}, {"PUSH", ZMQ_PUSH},
      {"ROUTER", ZMQ_ROUTER},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!strcmp (types[i].name, name))
            return types[i].type;
    fprintf (stderr, "no socket type %s\n", name);
    exit (2);
}

/* ---- a socket, with what a ROUTER has to remember ---- */

struct wire {
    void *socket;
    int type;
    char peer[256];
    int peer_size;
    double result;
    pthread_t thread;
};

/* The keys of Curve.java. */
static void encrypt (void *socket)
{
    static const char server_public[] = "2C/Cp/f^6MY.#d^eGet-)rJ>ejl893/Y%Vy]xhSO";
    static const char server_secret[] = "tx=5r9Mx8Gx-//]&9blA&aE2pBV<!m&=Z*GNX//r";
    static const char client_public[] = "5(+5pq:-)8?t3luNj]+z1hu(Pm$[&(hw+BoeR+My";
    static const char client_secret[] = "w<&={D^Gfsxl<IO1rP0w-h%Qj2I[p+k2$:+BHFjO";
    int yes = 1;
    if (!strcmp (curve, "server")) {
        assert (!zmq_setsockopt (socket, ZMQ_CURVE_SERVER, &yes, sizeof yes));
        assert (!zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, server_secret, sizeof server_secret));
    } else if (!strcmp (curve, "client")) {
        assert (!zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, server_public, sizeof server_public));
        assert (!zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, client_public, sizeof client_public));
        assert (!zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, client_secret, sizeof client_secret));
    }
}

static void open_wire (struct wire *w, const char *name)
{
    int none = 0;
    w->type = type_of (name);
    w->socket = zmq_socket (context, w->type);
    assert (w->socket);
    zmq_setsockopt (w->socket, ZMQ_LINGER, &none, sizeof none);
    encrypt (w->socket);
}

static void attach_wire (struct wire *w)
{
    char bound[256];
    size_t length = sizeof bound;
    if (endpoint) {
        assert (!zmq_connect (w->socket, endpoint));
        return;
    }
    assert (!zmq_bind (w->socket, "tcp://127.0.0.1:*"));
    assert (!zmq_getsockopt (w->socket, ZMQ_LAST_ENDPOINT, bound, &length));
    printf ("%s\n", bound);
    fflush (stdout);
}

static void send_body (struct wire *w, const void *body, int octets)
{
    zmq_msg_t msg;
    if (w->type == ZMQ_ROUTER)
        assert (zmq_send (w->socket, w->peer, w->peer_size, ZMQ_SNDMORE) >= 0);
    zmq_msg_init_size (&msg, octets);
    memcpy (zmq_msg_data (&msg), body, octets);
    assert (zmq_msg_send (&msg, w->socket, 0) >= 0);
}

static int receive (struct wire *w, zmq_msg_t *msg, int flags)
{
    if (w->type == ZMQ_ROUTER) {
        w->peer_size = zmq_recv (w->socket, w->peer, sizeof w->peer, flags);
        if (w->peer_size < 0)
            return -1;
    }
    return zmq_msg_recv (msg, w->socket, flags);
}

/* ---- one way ---- */

static void *flood (void *arg) __attribute__ ((noreturn));
static void *flood (void *arg)
{
    char *body = calloc (1, size + 1);
    for (;;)
        send_body (arg, body, size);
}

static long receive_for (struct wire *w, int millis)
{
    zmq_msg_t msg;
    long count = 1;
    int batch = 65536 / (size ? size : 1);
    batch = batch < 1 ? 1 : batch > 1000 ? 1000 : batch;
    zmq_msg_init (&msg);
    assert (receive (w, &msg, 0) >= 0);
    for (int64_t end = now () + millis * 1000000LL; now () < end; count += batch)
        for (int i = 0; i < batch; i++)
            assert (receive (w, &msg, 0) >= 0);
    zmq_msg_close (&msg);
    return count;
}

static void *sink (void *arg)
{
    struct wire *w = arg;
    receive_for (w, warm);
    int64_t start = now ();
    long count = receive_for (w, counted);
    w->result = count * 1e9 / (now () - start);
    return NULL;
}

static void report_rates (struct wire *wires, int n)
{
    double sum = 0, least = 1e300, most = 0;
    for (int i = 0; i < n; i++) {
        double r = wires[i].result;
        sum += r;
        least = r < least ? r : least;
        most = r > most ? r : most;
    }
    double mean = sum / n, above = most / mean - 1, below = 1 - least / mean;
    printf ("result rate=%.6f volume=%.3f unfair=%.4f\n", sum / 1e6, sum * size / 1e6, above > below ? above : below);
}

/* Sends and receives by turns, as the other side does. */
#define TURN 100

static void *duplex (void *arg)
{
    struct wire *w = arg;
    char *body = calloc (1, size + 1);
    zmq_msg_t msg;
    zmq_msg_init (&msg);
    for (int i = 0; i < 4 * TURN; i++)
        send_body (w, body, size);
    int64_t start = now (), warmed = start + warm * 1000000LL, end = warmed + counted * 1000000LL;
    long count = 0;
    for (int64_t t = start; t < end; t = now ()) {
        if (t < warmed) {
            start = t;
            count = 0;
        }
        for (int i = 0; i < TURN; i++)
            send_body (w, body, size);
        for (int i = 0; i < TURN; i++, count++)
            assert (receive (w, &msg, 0) >= 0);
    }
    w->result = count * 1e9 / (now () - start);
    return NULL;
}

/* ---- delays ---- */

static int compare_longs (const void *a, const void *b)
{
    int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
    return x < y ? -1 : x > y;
}

static void report_delays (int64_t *d, long n)
{
    qsort (d, n, sizeof *d, compare_longs);
    printf ("result p50=%.2f p99=%.2f p999=%.2f\n", d[n / 2] / 1e3, d[(long) (n * 0.99)] / 1e3, d[(long) (n * 0.999)] / 1e3);
}

static void *echo (void *arg)
{
    struct wire *w = arg;
    zmq_msg_t msg;
    zmq_msg_init (&msg);
    for (;;) {
        assert (receive (w, &msg, 0) >= 0);
        send_body (w, zmq_msg_data (&msg), zmq_msg_size (&msg));
    }
}

static long trips (struct wire *w, int millis, int64_t *d, long room)
{
    char *body = calloc (1, size + 1);
    zmq_msg_t msg;
    long n = 0;
    zmq_msg_init (&msg);
    int64_t end = now () + millis * 1000000LL;
    for (int64_t start = now (); start < end && n < room; start = now ()) {
        send_body (w, body, size);
        assert (receive (w, &msg, 0) >= 0);
        d[n++] = now () - start;
    }
    zmq_msg_close (&msg);
    free (body);
    return n;
}

#define ROOM 20000000L

static void *ping (void *arg)
{
    int64_t *d = malloc (ROOM * sizeof *d);
    trips (arg, warm, d, ROOM);
    report_delays (d, trips (arg, counted, d, ROOM));
    return NULL;
}

static void *pace (void *arg) __attribute__ ((noreturn));
static void *pace (void *arg)
{
    int64_t interval = 1000000000LL / rate;
    char *body = calloc (1, size + 8);
    for (int64_t due = now ();; due += interval) {
        int64_t early = due - now ();
        if (early > 0) {
            struct timespec t = {early / 1000000000LL, early % 1000000000LL};
            nanosleep (&t, NULL);
        }
        for (int i = 0; i < 8; i++)
            body[i] = (char) (due >> (56 - 8 * i));
        send_body (arg, body, size);
    }
}

static long delays (struct wire *w, int millis, int64_t *d, long room)
{
    zmq_msg_t msg;
    long n = 0;
    zmq_msg_init (&msg);
    int64_t t = now (), end = t + millis * 1000000LL;
    while (t < end && n < room) {
        assert (receive (w, &msg, 0) >= 0);
        unsigned char *body = zmq_msg_data (&msg);
        int64_t due = 0;
        for (int i = 0; i < 8; i++)
            due = due << 8 | body[i];
        t = now ();
        d[n++] = t - due;
    }
    zmq_msg_close (&msg);
    return n;
}

static void *delay (void *arg)
{
    int64_t *d = malloc (ROOM * sizeof *d);
    delays (arg, warm, d, ROOM);
    report_delays (d, delays (arg, counted, d, ROOM));
    return NULL;
}

/* ---- fan-out ---- */

/* Each message begins with a topic: one letter, in turn. */
static void *publish (void *arg) __attribute__ ((noreturn));
static void *publish (void *arg)
{
    char *body = calloc (1, size + 1);
    for (long i = 0;; i++) {
        body[0] = (char) ('a' + i % topics);
        send_body (arg, body, size);
    }
}

static long receive_all (struct wire *wires, zmq_pollitem_t *items, int millis)
{
    zmq_msg_t msg;
    long count = 0;
    zmq_msg_init (&msg);
    for (int64_t end = now () + millis * 1000000LL; now () < end;) {
        zmq_poll (items, sockets, 100);
        for (int i = 0; i < sockets; i++)
            if (items[i].revents)
                while (receive (&wires[i], &msg, ZMQ_DONTWAIT) >= 0)
                    count++;
    }
    zmq_msg_close (&msg);
    return count;
}

static void subscribers (struct wire *wires)
{
    zmq_pollitem_t items[MAX_SOCKETS];
    for (int i = 0; i < sockets; i++) {
        char topic = (char) ('a' + i % topics);
        zmq_setsockopt (wires[i].socket, ZMQ_SUBSCRIBE, &topic, 1);
        items[i] = (zmq_pollitem_t) {wires[i].socket, 0, ZMQ_POLLIN, 0};
    }
    receive_all (wires, items, warm);
    int64_t start = now ();
    long count = receive_all (wires, items, counted);
    printf ("result rate=%.6f\n", count * 1e3 / (now () - start));
}

/* ---- within one process ---- */

static void local (void)
{
    struct wire wires[2];
    char *second = strchr (type, '-');
    *second++ = 0;
    open_wire (&wires[0], type);
    open_wire (&wires[1], second);
    assert (!zmq_bind (wires[1].socket, "inproc://here"));
    assert (!zmq_connect (wires[0].socket, "inproc://here"));
    int one_way = !strcmp (measure, "rate");
    pthread_t far;
    pthread_create (&far, NULL, one_way ? flood : echo, &wires[one_way ? 0 : 1]);
    if (one_way) {
        sink (&wires[1]);
        report_rates (&wires[1], 1);
    } else
        ping (&wires[0]);
}

static int number (const char *argument, const char *key, int *value)
{
    size_t n = strlen (key);
    if (strncmp (argument, key, n) || argument[n] != '=')
        return 0;
    *value = atoi (argument + n + 1);
    return 1;
}

static int text (const char *argument, const char *key, const char **value)
{
    size_t n = strlen (key);
    if (strncmp (argument, key, n) || argument[n] != '=')
        return 0;
    *value = argument + n + 1;
    return 1;
}

int main (int argc, char **argv)
{
    static struct wire wires[MAX_SOCKETS];
    for (int i = 1; i < argc; i++)
        if (!(text (argv[i], "role", &role) || text (argv[i], "type", &type) || text (argv[i], "endpoint", &endpoint)
              || text (argv[i], "measure", &measure) || text (argv[i], "curve", &curve) || number (argv[i], "size", &size)
              || number (argv[i], "sockets", &sockets) || number (argv[i], "warm", &warm)
              || number (argv[i], "counted", &counted) || number (argv[i], "rate", &rate)
              || number (argv[i], "topics", &topics))) {
            fprintf (stderr, "what is %s?\n", argv[i]);
            return 2;
        }
    context = zmq_ctx_new ();
    if (!strcmp (role, "local")) {
        local ();
        fflush (stdout);
        _Exit (0);
    }
    for (int i = 0; i < sockets; i++) {
        open_wire (&wires[i], type);
        attach_wire (&wires[i]);
    }
    if (!strcmp (role, "subscribers")) {
        subscribers (wires);
        fflush (stdout);
        _Exit (0);
    }
    static const struct { const char *name; void *(*run) (void *); } roles[] = {
      {"flood", flood}, {"sink", sink},   {"echo", echo},       {"ping", ping},
      {"pace", pace},   {"delay", delay}, {"publish", publish}, {"duplex", duplex},
    };
    for (size_t r = 0; r < sizeof roles / sizeof *roles; r++)
        if (!strcmp (roles[r].name, role)) {
            for (int i = 0; i < sockets; i++)
                pthread_create (&wires[i].thread, NULL, roles[r].run, &wires[i]);
            for (int i = 0; i < sockets; i++)
                pthread_join (wires[i].thread, NULL);
            if (roles[r].run == sink || roles[r].run == duplex)
                report_rates (wires, sockets);
            fflush (stdout);
            _Exit (0);
        }
    fprintf (stderr, "no role %s\n", role);
    return 2;
}
