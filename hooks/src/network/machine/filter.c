/* What the agent sees of the app's sockets, names and TLS libraries, in memory that outlives the agent.
 *
 * Entries (entries.S) stand in the place of functions of the C library and of TLS libraries. Each calls the original
 * once, with the app's own arguments, and keeps count; JavaScript is entered through `gate` only for what is told
 * in detail. Threads wait in these functions for hours: that is why this code and its data lie in memory of their own
 * that is never given back. A thread may return here long after the agent is gone, finds `active` 0 and goes on.
 *
 * Compiled for each processor by tools/build_native.py; nothing is linked, what is needed of the C library is in
 * `host`. Bytes of TCP connections are the kernel's own (TCP_INFO, linux/tcp.h, 4.1 and newer), those of UDP are
 * summed over the calls. */

#include "slots.h"

typedef unsigned long W;
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define FLOWS 4096
#define CONNECTIONS 4096
#define BUCKETS 1024
#define RANGES 16
#define HIDDEN __attribute__ ((visibility ("hidden")))
#define EXPORT HIDDEN __attribute__ ((used))

/* asm-generic/errno.h, asm-generic/socket.h, linux/socket.h, linux/in.h, linux/udp.h: the same on x86-64 and arm64. */
#define EPERM 1
#define EINTR 4
#define ENOSYS 38
#define EISCONN 106
#define ECONNREFUSED 111
#define EALREADY 114
#define EINPROGRESS 115
#define AF_INET 2
#define AF_INET6 10
#define SOL_SOCKET 1
#define SO_TYPE 3
#define SO_ERROR 4
#define SO_PROTOCOL 38
#define SO_COOKIE 57
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define UDP_SEGMENT 103
#define TCP_INFO 11
#define MSG_PEEK 2
#define SIOCOUTQ 0x5411
#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030
#define HTTP3_PORT 443

/* linux/tcp.h, struct tcp_info: where its fields stand. */
#define TCPI_STATE 0
#define TCPI_BYTES_ACKED 120
#define TCPI_BYTES_RECEIVED 128
#define TCPI_NOTSENT_BYTES 144
#define TCPI_BYTES_SENT 200
#define TCPI_BYTES_RETRANS 208
/* net/tcp_states.h */
enum { ESTABLISHED = 1, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSED_STATE, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING };

typedef W (* Function) (W, W, W, W, W, W, W);
typedef struct { W base, size; } Vector;
typedef struct { W name; u32 name_size, pad; Vector * vectors; W count, control, control_size; int flags; } Message;
typedef struct { Message head; u32 size, pad; } Many;

/* What is needed of the C library. */
struct Host
{
  int (* getpid) (void);
  int (* gettid) (void);
  int (* getsockopt) (int, int, int, void *, u32 *);
  int (* getsockname) (int, void *, u32 *);
  int (* getpeername) (int, void *, u32 *);
  int (* ioctl) (int, W, void *);
  long (* process_vm_readv) (int, const Vector *, W, const Vector *, W, W);
  int (* clock_gettime) (int, void *);
  int * (* errno_location) (void);
  int (* sched_yield) (void);
};

enum { DONE = 1, FAILED = 2, ALIVE = 4, DEAD = 8, TO_PROXY = 16, SECRET = 32, SIXTEEN = 64, NO_KERNEL = 128, LOST = 256, FINISHED = 512,
  WAITING = 1024 };
enum { FREE, LIVE, ENDED };

/* A connection, or datagrams between a socket and one address. Layout known to `memory.ts`. */
typedef struct
{
  volatile u32 state, serial, flags, references;
  int fd, tid, error;
  u16 next, port, local_port;
  u8 udp, pad;
  u8 address[16];
  u64 began, cookie, up, down, refused, taken;
  /* What was told of it last. */
  u64 told_up, told_down, told_refused;
  u32 told_flags, told_state;
} Flow;

/* A TLS connection of a library. */
typedef struct
{
  volatile u32 state, serial;
  u32 library, next;
  W ssl;
  u64 up, down, told_up, told_down;
  /* Calls on their way that read or write: one that another of them makes is a part of it. */
  u32 inside[2];
} Connection;
_Static_assert (sizeof (Flow) == 136 && sizeof (Connection) == 64, "as memory.ts knows them");

/* What a listener is told. `result` is read back where it answers. */
typedef struct
{
  W kind, slot, frame, stack, caller, result, error, at, bytes, count, size, offset, args[7];
} Call;

enum { OPENED, SENT, REFUSED, LOOKED_UP, TLS_BEGUN, TLS_SENT, ANSWERED, ALTERED };

typedef struct { u8 address[16]; u16 port; } Place;

/* -- shared with JavaScript ---------------------------------------------------------------------------------------- */

EXPORT struct Host host;
EXPORT W originals[SLOTS];
EXPORT volatile u32 active, running, serials, flows_lost, connections_lost, others, flow_top, connection_top;
EXPORT int process;
EXPORT u64 plain;
EXPORT u32 refuse_quic;
EXPORT u8 proxy_address[16];
EXPORT u32 proxy_port;
/* Code whose calls are the agent's own; code of the C library, whose lookups are parts of what was asked of it; code
   whose TLS is told by Java's rows. Pairs of begin and end, ended by zeros. */
EXPORT W agent[2 * RANGES + 2], nested[2 * RANGES + 2], java_tls[2 * RANGES + 2];
EXPORT u8 marks[DESCRIPTORS];
EXPORT u16 flow_of[DESCRIPTORS], peer_of[DESCRIPTORS];
EXPORT Flow flows[FLOWS];
EXPORT Connection connections[CONNECTIONS];

static u32 buckets[BUCKETS];
static volatile u32 lock;

HIDDEN extern void gate (Call * call);

HIDDEN void * memcpy (void * to, const void * from, W size)
{
  volatile u8 * t = to;
  const u8 * f = from;
  while (size-- > 0) *t++ = *f++;
  return to;
}

HIDDEN void * memset (void * to, int value, W size)
{
  volatile u8 * t = to;
  while (size-- > 0) *t++ = (u8) value;
  return to;
}

static int same (const u8 * one, const u8 * other, W size)
{
  W i;
  for (i = 0; i < size; i++) if (one[i] != other[i]) return 0;
  return 1;
}

static int in (const W * ranges, W address)
{
  for (; ranges[1] != 0; ranges += 2)
    if (address >= ranges[0] && address < ranges[1]) return 1;
  return 0;
}

static int errno_now (void) { return *host.errno_location (); }
static void set_errno (int value) { *host.errno_location () = value; }

/* Not where the lock stays taken: a signal's handler may have come in between. */
static int take (void)
{
  u32 tries;
  for (tries = 0; tries < 20000; tries++)
  {
    if (lock == 0 && __atomic_exchange_n (&lock, 1, __ATOMIC_ACQUIRE) == 0) return 1;
    /* Whoever has it may wait for this processor. */
    if (tries > 100) host.sched_yield ();
  }
  return 0;
}

static void give (void) { __atomic_store_n (&lock, 0, __ATOMIC_RELEASE); }

/* Whether the agent is here and this is its process: a child shares this memory's content, or all of it (vfork). */
static int enter (W caller)
{
  if (!active || host.getpid () != process || in (agent, caller)) return 0;
  __atomic_fetch_add (&running, 1, __ATOMIC_SEQ_CST);
  if (active) return 1;
  __atomic_fetch_add (&running, -1, __ATOMIC_SEQ_CST);
  return 0;
}

static void leave (void) { __atomic_fetch_add (&running, -1, __ATOMIC_SEQ_CST); }

static W call_original (u32 slot, W * a)
{
  return ((Function) originals[slot]) (a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

/* -- addresses ----------------------------------------------------------------------------------------------------- */

/* Read what the app points to: what the kernel would refuse (EFAULT) must not end the app here. */
static int copy_in (void * to, W from, W size)
{
  Vector local = { (W) to, size }, remote = { from, size };
  long got;
  if (from < 4096) return 0;
  got = host.process_vm_readv (process, &local, 1, &remote, 1, 0);
  if (got == (long) size) return 1;
  if (got >= 0 || (errno_now () != ENOSYS && errno_now () != EPERM)) return 0;
  memcpy (to, (const void *) from, size);
  return 1;
}

/* From a sockaddr; IPv4 as ::ffff:a.b.c.d. */
static int place_of (const u8 * raw, W size, Place * place)
{
  u16 family;
  memset (place, 0, sizeof *place);
  if (size < 16) return 0;
  memcpy (&family, raw, 2);
  if (family == AF_INET)
  {
    place->address[10] = place->address[11] = 0xff;
    memcpy (place->address + 12, raw + 4, 4);
  }
  else if (family == AF_INET6 && size >= 24) memcpy (place->address, raw + 8, 16);
  else return 0;
  place->port = (u16) (raw[2] << 8 | raw[3]);
  return 1;
}

static int read_place (W from, W size, Place * place)
{
  u8 raw[28];
  if (size > sizeof raw) size = sizeof raw;
  return size >= 16 && copy_in (raw, from, size) && place_of (raw, size, place);
}

static int is_proxy (const Place * place)
{
  return proxy_port != 0 && place->port == proxy_port && same (place->address, proxy_address, 16);
}

/* What stays on the phone: adb, Frida and the virtual phone's parts talk that way. */
static int is_here (const Place * place)
{
  static const u8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const u8 * a = place->address;
  if (same (a, mapped, 12))
    return (a[12] == 127 && a[13] == 0 && a[14] == 0 && a[15] == 1) || (a[12] | a[13] | a[14] | a[15]) == 0;
  return same (a, mapped, 10) && (a[10] | a[11] | a[12] | a[13] | a[14]) == 0 && a[15] <= 1;
}

static int option (int fd, int level, int name)
{
  int value = 0;
  u32 size = sizeof value;
  return host.getsockopt (fd, level, name, &value, &size) == 0 ? value : -1;
}

static u64 cookie_of (int fd)
{
  u64 value = 0;
  u32 size = sizeof value;
  /* Linux 4.6 and newer; 0 where there is none. */
  return host.getsockopt (fd, SOL_SOCKET, SO_COOKIE, &value, &size) == 0 ? value : 0;
}

/* -- flows --------------------------------------------------------------------------------------------------------- */

static u64 number_at (const u8 * at) { u64 value; memcpy (&value, at, 8); return value; }
static u32 half_at (const u8 * at) { u32 value; memcpy (&value, at, 4); return value; }

static int has_finished (u8 state)
{
  return state == FIN_WAIT1 || state == FIN_WAIT2 || state == TIME_WAIT || state == LAST_ACK || state == CLOSING;
}

static void find_port (Flow * flow, int fd)
{
  Place place;
  u8 raw[28];
  u32 size = sizeof raw;
  if (flow->local_port == 0 && host.getsockname (fd, raw, &size) == 0 && place_of (raw, size, &place)) flow->local_port = place.port;
}

/* Ask the kernel for the bytes of a connection. */
static void sample (Flow * flow, int fd, int last)
{
  u8 info[256];
  u32 size = sizeof info;
  u64 up, down, sent = 0;
  u8 state;
  find_port (flow, fd);
  if (flow->udp) return;
  memset (info, 0, sizeof info);
  if (host.getsockopt (fd, IPPROTO_TCP, TCP_INFO, info, &size) != 0) return;
  if (size < TCPI_BYTES_RECEIVED + 8)
  {
    flow->flags |= NO_KERNEL;
    return;
  }
  state = info[TCPI_STATE];
  /* The end of what a side sends (FIN) counts as a byte in what is acknowledged and received, its beginning (SYN) as one
     in what is acknowledged. */
  down = number_at (info + TCPI_BYTES_RECEIVED);
  if (state == CLOSE_WAIT || state == LAST_ACK || state == CLOSING || state == TIME_WAIT) flow->flags |= FINISHED;
  /* Both sides have ended it in order, which is not said, but our own end was acknowledged. */
  if (state == CLOSED_STATE && size >= TCPI_BYTES_RETRANS + 8 && number_at (info + TCPI_BYTES_ACKED)
      == number_at (info + TCPI_BYTES_SENT) - number_at (info + TCPI_BYTES_RETRANS) + 2)
    flow->flags |= FINISHED;
  if ((flow->flags & FINISHED) && down > 0) down--;
  if (size >= TCPI_BYTES_RETRANS + 8)
  {
    sent = number_at (info + TCPI_BYTES_SENT) - number_at (info + TCPI_BYTES_RETRANS);
    up = sent;
    /* What waits to be sent goes out, also after the close; not where there is no connection. */
    if (state != SYN_SENT && state != CLOSED_STATE) up += half_at (info + TCPI_NOTSENT_BYTES);
    if (has_finished (state) && up > sent) up--;
  }
  else
  {
    int waiting = 0;
    u64 extra = has_finished (state) ? 2 : 1;
    host.ioctl (fd, SIOCOUTQ, &waiting);
    up = number_at (info + TCPI_BYTES_ACKED) + (state == SYN_SENT || state == CLOSED_STATE ? 0 : (u64) waiting);
    up = up > extra ? up - extra : 0;
  }
  if (up > flow->up) flow->up = up;
  if (down > flow->down) flow->down = down;
  if ((state != SYN_SENT && state != CLOSED_STATE) || up > 0 || down > 0) flow->flags |= ALIVE;
  if (state == CLOSED_STATE && (flow->flags & ALIVE) == 0)
  {
    flow->flags |= DEAD;
    if (last && (flow->flags & FAILED) == 0)
    {
      /* Nobody asks this socket for its error any more. */
      int error = option (fd, SOL_SOCKET, SO_ERROR);
      if (error > 0) { flow->error = error; flow->flags |= FAILED; }
    }
  }
}

/* A descriptor is about to be closed or to become another. */
static void end (int fd)
{
  u32 i, next, held;
  if (fd < 0 || fd >= DESCRIPTORS) return;
  held = flow_of[fd];
  marks[fd] = 0;
  if (held == 0) { peer_of[fd] = 0; return; }
  if (!take ()) return;
  i = flow_of[fd];
  flow_of[fd] = 0;
  peer_of[fd] = 0;
  for (; i != 0; i = next)
  {
    Flow * flow = &flows[i - 1];
    next = flow->next;
    if (flow->state != LIVE || flow->references == 0) continue;
    if (--flow->references > 0)
    {
      int other;
      if (flow->fd != fd) continue;
      for (other = 0; other < DESCRIPTORS; other++)
        if (flow_of[other] == held) { flow->fd = other; break; }
      continue;
    }
    if (flow->cookie == 0 || cookie_of (fd) == flow->cookie) sample (flow, fd, 1);
    else flow->flags |= LOST;
    __atomic_store_n (&flow->state, ENDED, __ATOMIC_RELEASE);
  }
  give ();
}

static u64 now (void)
{
  long time[2] = { 0, 0 };
  host.clock_gettime (0, time);
  return (u64) time[0] * 1000000000ull + (u64) time[1];
}

/* A new flow at the head of a descriptor's; its number plus one, or 0 where there is no room. */
static u32 add_flow (int fd, const Place * place, int udp)
{
  u32 i;
  Flow * flow = 0;
  if (!take ()) { flows_lost++; return 0; }
  for (i = 0; i < FLOWS && flow == 0; i++) if (flows[i].state == FREE) flow = &flows[i];
  if (flow == 0) { give (); flows_lost++; return 0; }
  if (i > flow_top) flow_top = i;
  memset ((void *) flow, 0, sizeof *flow);
  flow->serial = ++serials;
  flow->fd = fd;
  flow->tid = host.gettid ();
  flow->udp = (u8) udp;
  flow->port = place->port;
  memcpy (flow->address, place->address, 16);
  flow->began = now ();
  flow->cookie = cookie_of (fd);
  flow->references = 1;
  flow->next = flow_of[fd];
  if (is_proxy (place)) flow->flags |= TO_PROXY;
  flow_of[fd] = (u16) (flow - flows + 1);
  __atomic_store_n (&flow->state, LIVE, __ATOMIC_RELEASE);
  give ();
  return (u32) (flow - flows) + 1;
}

static void call_gate (u32 kind, u32 slot, W * a, W * frame, Call * call)
{
  W i;
  call->kind = kind;
  call->slot = slot;
  /* The frame of entries.S: the caller's own, its return address, then the caller's stack. */
  call->frame = frame[0];
  call->caller = frame[1];
#if defined(__x86_64__)
  call->stack = (W) (frame + 2);
#else
  call->stack = (W) frame + 96;
#endif
  for (i = 0; i < 7; i++) call->args[i] = a[i];
  gate (call);
}

static void tell (u32 kind, u32 slot, W * a, W * frame, u32 flow)
{
  Call call;
  memset (&call, 0, sizeof call);
  call.at = flow;
  call_gate (kind, slot, a, frame, &call);
}

/* The flow of a descriptor to an address, made and told where there is none; 0 where it is not one to tell. */
static u32 udp_flow (int fd, const Place * place, u32 slot, W * a, W * frame)
{
  u32 i;
  if (is_here (place) && !is_proxy (place)) return 0;
  for (i = flow_of[fd]; i != 0; i = flows[i - 1].next)
    if (flows[i - 1].port == place->port && same (flows[i - 1].address, place->address, 16)) return i;
  i = add_flow (fd, place, 1);
  if (i == 0) return 0;
  if (refuse_quic && place->port == HTTP3_PORT) return i;
  tell (OPENED, slot, a, frame, i);
  flows[i - 1].flags |= DONE;
  return i;
}

/* The flow of a connected datagram socket. */
static u32 peer_flow (int fd, u32 slot, W * a, W * frame)
{
  u8 raw[28];
  u32 size = sizeof raw, i;
  Place place;
  if (peer_of[fd] != 0) return peer_of[fd] == 0xffff ? 0 : peer_of[fd];
  if (host.getpeername (fd, raw, &size) != 0 || !place_of (raw, size, &place)) return 0;
  i = udp_flow (fd, &place, slot, a, frame);
  peer_of[fd] = i == 0 ? 0xffff : (u16) i;
  return i;
}

/* -- what is sent -------------------------------------------------------------------------------------------------- */

typedef struct { const Vector * vectors; W count; Vector one; } Bytes;

static void bytes_of (u32 slot, W * a, W i, Bytes * bytes)
{
  bytes->one.base = a[1];
  bytes->one.size = a[2];
  bytes->vectors = &bytes->one;
  bytes->count = 1;
  if (slot == WRITEV) { bytes->vectors = (const Vector *) a[1]; bytes->count = a[2]; }
  if (slot == SENDMSG || slot == SENDMMSG)
  {
    const Message * message = slot == SENDMSG ? (const Message *) a[1] : &((const Many *) a[1])[i].head;
    bytes->vectors = message->vectors;
    bytes->count = message->count;
  }
}

/* The first bytes of what was sent; only after the kernel has read them. */
static W first_of (const Bytes * bytes, W size, u8 * out, W room)
{
  W i, j, n = 0;
  for (i = 0; i < bytes->count && n < room && n < size; i++)
    for (j = 0; j < bytes->vectors[i].size && n < room && n < size; j++)
      out[n++] = ((const u8 *) bytes->vectors[i].base)[j];
  return n;
}

static void tell_sent (u32 slot, W * a, W * frame, u32 flow, const Bytes * bytes, W size, u64 offset)
{
  Call call;
  memset (&call, 0, sizeof call);
  call.at = flow;
  call.bytes = (W) bytes->vectors;
  call.count = bytes->count;
  call.size = size;
  call.offset = (W) offset;
  call_gate (SENT, slot, a, frame, &call);
}

/* A record of TLS (RFC 8446, 5.1): handshake, version 3, and in it a ClientHello. */
static int is_hello (const u8 * first, W n, int begins)
{
  if (n < 2 || first[0] != 0x16 || first[1] != 0x03) return 0;
  return begins || (n >= 6 && first[2] <= 4 && first[5] == 1);
}

static void stream_sent (u32 slot, W * a, W * frame, W size)
{
  int fd = (int) a[0];
  u32 i = flow_of[fd];
  Flow * flow;
  Bytes bytes;
  u8 first[6];
  W n;
  u64 offset;
  if (i == 0) { marks[fd] &= (u8) ~CLEAR; return; }
  flow = &flows[i - 1];
  bytes_of (slot, a, 0, &bytes);
  n = first_of (&bytes, size, first, sizeof first);
  if (is_hello (first, n, flow->taken == 0) || ((flow->flags & SIXTEEN) && first[0] == 3))
  {
    flow->flags |= SECRET;
    marks[fd] &= (u8) ~CLEAR;
    return;
  }
  offset = flow->taken;
  flow->taken += size;
  /* A first byte that TLS would begin with decides nothing alone: it goes out with what follows. */
  if (offset == 0 && size == 1 && first[0] == 0x16) { flow->flags |= SIXTEEN; return; }
  tell_sent (slot, a, frame, i, &bytes, size, offset);
  flow->flags &= ~(u32) SIXTEEN;
  if (flow->taken >= plain) marks[fd] &= (u8) ~CLEAR;
}

/* Datagrams that one call holds: several of `UDP_SEGMENT` bytes each (udp(7)). */
static u64 segments (int fd, const Message * message, W size)
{
  long each = option (fd, IPPROTO_UDP, UDP_SEGMENT);
  u8 control[256];
  W at = 0, length = message == 0 ? 0 : message->control_size;
  if (length > sizeof control) length = sizeof control;
  if (length > 0 && copy_in (control, message->control, length))
    /* struct cmsghdr: size, level, type, then the data. */
    while (at + 18 <= length)
    {
      W long_size = (W) number_at (control + at);
      if (half_at (control + at + 8) == IPPROTO_UDP && half_at (control + at + 12) == UDP_SEGMENT)
        each = control[at + 16] | control[at + 17] << 8;
      if (long_size < 16 || long_size > length) break;
      at += (long_size + 7) & ~(W) 7;
    }
  return each > 0 && size > (W) each ? (size + (W) each - 1) / (W) each : 1;
}

static W size_of (const Message * message)
{
  W i, size = 0;
  Vector one;
  for (i = 0; i < message->count && i < 1024; i++)
    if (copy_in (&one, (W) (message->vectors + i), sizeof one)) size += one.size;
  return size;
}

/* The flow that a datagram goes to. */
static u32 goes_to (int fd, u32 slot, W * a, W * frame, W i, Message * message)
{
  Place place;
  W name = 0, name_size = 0;
  memset (message, 0, sizeof *message);
  if (slot == SENDTO) { name = a[4]; name_size = (u32) a[5]; }
  if (slot == SENDMSG || slot == SENDMMSG)
  {
    W at = slot == SENDMSG ? a[1] : a[1] + i * sizeof (Many);
    if (!copy_in (message, at, sizeof *message)) return 0;
    name = message->name;
    name_size = message->name_size;
  }
  if (name == 0) return peer_flow (fd, slot, a, frame);
  return read_place (name, name_size, &place) ? udp_flow (fd, &place, slot, a, frame) : 0;
}

static int is_refused (u32 flow)
{
  return flow != 0 && refuse_quic && flows[flow - 1].port == HTTP3_PORT && (flows[flow - 1].flags & TO_PROXY) == 0;
}

static W datagrams (u32 slot, W * a, W * frame)
{
  int fd = (int) a[0], saved = errno_now (), error;
  Message message;
  Bytes bytes;
  u32 flow = 0;
  W result, i, most = slot == SENDMMSG ? (u32) a[2] : 1, chosen;
  if (!enter (frame[1])) return call_original (slot, a);
  chosen = a[2];
  for (i = 0; i < most && i < 1024; i++)
  {
    flow = goes_to (fd, slot, a, frame, i, &message);
    if (!is_refused (flow)) { if (!refuse_quic) break; continue; }
    if (i > 0) { chosen = i; break; }
    /* As an answer that nobody listens there (ICMP port unreachable) looks to who sends next (udp(7)). */
    __atomic_fetch_add (&flows[flow - 1].refused,
      segments (fd, slot == SENDMSG || slot == SENDMMSG ? &message : 0,
        slot == SENDMSG || slot == SENDMMSG ? size_of (&message) : slot == WRITEV ? 0 : a[2]), __ATOMIC_RELAXED);
    if ((flows[flow - 1].flags & DONE) == 0)
    {
      tell (REFUSED, slot, a, frame, flow);
      flows[flow - 1].flags |= DONE;
    }
    leave ();
    set_errno (ECONNREFUSED);
    return (W) -1;
  }
  set_errno (saved);
  leave ();
  result = ((Function) originals[slot]) (a[0], a[1], slot == SENDMMSG ? chosen : a[2], a[3], a[4], a[5], a[6]);
  error = errno_now ();
  if (slot == SENDMMSG) result = (W) (long) (int) result;
  if ((long) result > 0 && enter (frame[1]))
  {
    most = slot == SENDMMSG ? result : 1;
    for (i = 0; i < most; i++)
    {
      W size = slot == SENDMMSG ? ((const Many *) a[1])[i].size : result;
      u64 offset;
      if (slot == SENDMMSG || flow == 0) flow = goes_to (fd, slot, a, frame, i, &message);
      if (flow == 0) continue;
      find_port (&flows[flow - 1], fd);
      offset = __atomic_fetch_add (&flows[flow - 1].up, size, __ATOMIC_RELAXED);
      if (offset >= plain || (flows[flow - 1].flags & TO_PROXY)) continue;
      flows[flow - 1].taken = offset + size;
      bytes_of (slot, a, i, &bytes);
      tell_sent (slot, a, frame, flow, &bytes, size, offset);
    }
    leave ();
  }
  set_errno (error);
  return result;
}

static W send_any (u32 slot, W * a, W * frame)
{
  W result;
  int error, fd = (int) a[0];
  if (marks[fd] & DATAGRAM) return datagrams (slot, a, frame);
  result = call_original (slot, a);
  error = errno_now ();
  if ((long) result > 0 && slot != SENDMMSG && enter (frame[1]))
  {
    stream_sent (slot, a, frame, result);
    leave ();
  }
  set_errno (error);
  return result;
}

/* -- what is received over UDP ------------------------------------------------------------------------------------- */

static void arrived (int fd, W name, W name_size, u64 size)
{
  Place place;
  u32 i, found = 0;
  if (name != 0 && name_size >= 16 && place_of ((const u8 *) name, name_size, &place))
  {
    for (i = flow_of[fd]; i != 0 && found == 0; i = flows[i - 1].next)
      if (flows[i - 1].port == place.port && same (flows[i - 1].address, place.address, 16)) found = i;
    if (found == 0) return;
  }
  if (found == 0) found = flow_of[fd];
  if (found != 0) __atomic_fetch_add (&flows[found - 1].down, size, __ATOMIC_RELAXED);
}

static W receive (u32 slot, W * a, W * frame)
{
  W result = call_original (slot, a), i;
  int error = errno_now (), fd = (int) a[0];
  u32 flags = slot == RECV || slot == RECVFROM || slot == RECVMMSG ? (u32) a[3] : slot == RECVMSG ? (u32) a[2] : 0;
  if (slot == RECVMMSG) result = (W) (long) (int) result;
  if ((long) result <= 0 || (flags & MSG_PEEK) || (u32) fd >= DESCRIPTORS || !enter (frame[1])) return result;
  switch (slot)
  {
    case RECVFROM:
      arrived (fd, a[5] == 0 ? 0 : a[4], a[5] == 0 ? 0 : *(const u32 *) a[5], result);
      break;
    case RECVMSG:
      arrived (fd, ((const Message *) a[1])->name, ((const Message *) a[1])->name_size, result);
      break;
    case RECVMMSG:
      for (i = 0; i < result; i++)
      {
        const Many * one = (const Many *) a[1] + i;
        arrived (fd, one->head.name, one->head.name_size, one->size);
      }
      break;
    default: arrived (fd, 0, 0, result);
  }
  leave ();
  set_errno (error);
  return result;
}

/* -- sockets ------------------------------------------------------------------------------------------------------- */

static int is_pending (int error)
{
  return error == EINPROGRESS || error == EALREADY || error == EISCONN || error == EINTR;
}

static u32 connecting (int fd, W * a, W * frame)
{
  Place place;
  u32 i;
  int type;
  if (fd < 0 || !read_place (a[1], (u32) a[2], &place)) return 0;
  type = option (fd, SOL_SOCKET, SO_TYPE);
  if (fd >= DESCRIPTORS) { flows_lost++; return 0; }
  if (type != SOCK_STREAM)
  {
    if (type == SOCK_DGRAM && option (fd, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_UDP) marks[fd] |= DATAGRAM;
    return 0;
  }
  i = flow_of[fd];
  /* Asked again whether it is connected by now. */
  if (i != 0 && (flows[i - 1].flags & FAILED) == 0 && flows[i - 1].port == place.port
      && same (flows[i - 1].address, place.address, 16) && flows[i - 1].cookie == cookie_of (fd))
    return 0;
  end (fd);
  if (is_here (&place) && !is_proxy (&place)) return 0;
  i = add_flow (fd, &place, 0);
  if (i == 0) return 0;
  marks[fd] = (u8) (TRACKED | (plain > 0 && !is_proxy (&place) ? CLEAR : 0));
  tell (OPENED, CONNECT, a, frame, i);
  return i;
}

static W connect_any (W * a, W * frame)
{
  int fd = (int) a[0], saved = errno_now (), error;
  u32 flow = 0, serial = 0;
  W result;
  if (enter (frame[1]))
  {
    flow = connecting (fd, a, frame);
    if (flow != 0) serial = flows[flow - 1].serial;
    leave ();
  }
  set_errno (saved);
  result = call_original (CONNECT, a);
  error = errno_now ();
  if ((u32) fd < DESCRIPTORS && (marks[fd] & DATAGRAM) && (int) result == 0) peer_of[fd] = 0;
  if (flow != 0 && flows[flow - 1].serial == serial && enter (frame[1]))
  {
    if ((int) result != 0 && !is_pending (error)) { flows[flow - 1].error = error; flows[flow - 1].flags |= FAILED; }
    else find_port (&flows[flow - 1], fd);
    flows[flow - 1].flags |= DONE;
    leave ();
  }
  set_errno (error);
  return result;
}

static void copied (int from, int to)
{
  u32 i;
  if (to < 0 || from == to || (u32) from >= DESCRIPTORS || to >= DESCRIPTORS) return;
  if (marks[from] == 0) return;
  if (!take ()) return;
  for (i = flow_of[from]; i != 0; i = flows[i - 1].next) flows[i - 1].references++;
  flow_of[to] = flow_of[from];
  peer_of[to] = peer_of[from];
  marks[to] = marks[from];
  give ();
}

static W copy_any (u32 slot, W * a, W * frame)
{
  int error, saved = errno_now (), onto = slot == DUP2 || slot == DUP3;
  int copies = onto || slot == DUP || ((slot == FCNTL || slot == FCNTL64) && ((int) a[1] == F_DUPFD || (int) a[1] == F_DUPFD_CLOEXEC));
  W result;
  if (onto && (int) a[0] != (int) a[1] && (u32) a[1] < DESCRIPTORS && marks[(u32) a[1]] != 0 && enter (frame[1]))
  {
    /* Where the first is no descriptor the second stays as it is. */
    if (host.ioctl ((int) a[0], 0x5450, 0) == 0 || errno_now () != 9) end ((int) a[1]);
    leave ();
  }
  set_errno (saved);
  result = call_original (slot, a);
  error = errno_now ();
  if (copies && (int) result >= 0 && enter (frame[1]))
  {
    copied ((int) a[0], (int) result);
    leave ();
  }
  set_errno (error);
  return result;
}

static W socket_any (W * a, W * frame)
{
  W result = call_original (SOCKET, a);
  int error = errno_now (), fd = (int) result, type = (int) a[1] & 0xf;
  if (fd < 0 || fd >= DESCRIPTORS || !enter (frame[1])) return result;
  if (marks[fd] != 0) end (fd);
  if ((int) a[0] == AF_INET || (int) a[0] == AF_INET6)
  {
    if (type == SOCK_DGRAM && ((int) a[2] == 0 || (int) a[2] == IPPROTO_UDP)) marks[fd] = DATAGRAM;
    else if (type != SOCK_STREAM) others++;
  }
  leave ();
  set_errno (error);
  return result;
}

static W close_any (u32 slot, W * a, W * frame)
{
  int saved = errno_now ();
  if (enter (frame[1]))
  {
    end ((int) a[0]);
    leave ();
  }
  set_errno (saved);
  return call_original (slot, a);
}

static W option_any (W * a, W * frame)
{
  W result = call_original (GETSOCKOPT, a);
  int error = errno_now ();
  u32 i;
  if ((int) result != 0 || (int) a[1] != SOL_SOCKET || (int) a[2] != SO_ERROR || *(const int *) a[3] == 0 || !enter (frame[1]))
    return result;
  /* The app has asked what became of its connection, and was told. */
  i = flow_of[(u32) a[0]];
  if (i != 0 && !flows[i - 1].udp && (flows[i - 1].flags & (ALIVE | FAILED)) == 0)
  {
    flows[i - 1].error = *(const int *) a[3];
    flows[i - 1].flags |= FAILED;
  }
  leave ();
  set_errno (error);
  return result;
}

/* -- TLS libraries ------------------------------------------------------------------------------------------------- */

static Connection * find_connection (W ssl, u32 library, int make, int * made)
{
  u32 bucket = (u32) ((ssl >> 4) ^ (ssl >> 16) ^ library) % BUCKETS, i;
  *made = 0;
  if (!take ()) return 0;
  for (i = buckets[bucket]; i != 0; i = connections[i - 1].next)
    if (connections[i - 1].ssl == ssl && connections[i - 1].library == library && connections[i - 1].state == LIVE)
    {
      give ();
      return &connections[i - 1];
    }
  if (make)
    for (i = 0; i < CONNECTIONS; i++)
    {
      Connection * one = &connections[i];
      if (one->state != FREE) continue;
      if (i >= connection_top) connection_top = i + 1;
      one->serial = ++serials;
      one->library = library;
      one->ssl = ssl;
      one->up = one->down = one->told_up = one->told_down = 0;
      one->inside[0] = one->inside[1] = 0;
      one->next = buckets[bucket];
      buckets[bucket] = (u32) (one - connections) + 1;
      one->state = LIVE;
      *made = 1;
      give ();
      return one;
    }
  give ();
  if (make) connections_lost++;
  return 0;
}

/* A connection begins anew: with this pointer if not sooner. */
static W tls_turn (u32 slot, u32 function, u32 library, W * a, W * frame)
{
  W result = 0;
  int made, error;
  Connection * one;
  if (function == TLS_NEW) result = call_original (slot, a);
  error = errno_now ();
  if ((function == TLS_NEW ? result : a[0]) != 0 && enter (frame[1]))
  {
    one = find_connection (function == TLS_NEW ? result : a[0], library, 0, &made);
    if (one != 0) one->state = ENDED;
    leave ();
  }
  set_errno (error);
  return function == TLS_NEW ? result : call_original (slot, a);
}

static W tls_answered (u32 slot, W * a, W * frame)
{
  Call call;
  W result = call_original (slot, a);
  int error = errno_now ();
  if (!enter (frame[1])) return result;
  memset (&call, 0, sizeof call);
  call.result = result;
  call_gate (ANSWERED, slot, a, frame, &call);
  leave ();
  set_errno (error);
  return call.result;
}

static W tls_altered (u32 slot, W * a, W * frame)
{
  Call call;
  int error = errno_now (), i;
  if (enter (frame[1]))
  {
    memset (&call, 0, sizeof call);
    call_gate (ALTERED, slot, a, frame, &call);
    for (i = 0; i < 7; i++) a[i] = call.args[i];
    leave ();
  }
  set_errno (error);
  return call_original (slot, a);
}

static W tls_any (u32 slot, W * a, W * frame)
{
  u32 function = (slot - TLS) % TLS_FUNCTIONS, library = (slot - TLS) / TLS_FUNCTIONS, serial = 0;
  int error = errno_now (), made = 0, outward = function == TLS_WRITE || function == TLS_WRITE_EX, nested = 0;
  Connection * one = 0;
  Call call;
  W result, size;
  if (slot >= CALLBACKS || function >= TLS_ANSWERED) return tls_answered (slot, a, frame);
  if (function >= TLS_ALTERED) return tls_altered (slot, a, frame);
  if (function >= TLS_NEW) return tls_turn (slot, function, library, a, frame);
  if (!in (java_tls, frame[1]) && enter (frame[1]))
  {
    one = find_connection (a[0], library, 1, &made);
    if (one != 0)
    {
      nested = one->inside[outward]++ > 0;
      serial = one->serial;
    }
    leave ();
  }
  set_errno (error);
  result = call_original (slot, a);
  if (one == 0 || one->serial != serial) return result;
  one->inside[outward]--;
  error = errno_now ();
  if (function == TLS_WRITE || function == TLS_READ) size = (int) result > 0 ? (W) (int) result : 0;
  else size = (int) result == 1 && a[3] != 0 ? *(const W *) a[3] : 0;
  if (nested || size == 0 || !enter (frame[1])) return result;
  memset (&call, 0, sizeof call);
  call.at = (W) (one - connections) + 1;
  if (one->up == 0 && one->down == 0) call_gate (TLS_BEGUN, slot, a, frame, &call);
  if (!outward) one->down += size;
  else
  {
    call.offset = (W) one->up;
    call.size = size;
    one->up += size;
    if (call.offset < plain) call_gate (TLS_SENT, slot, a, frame, &call);
  }
  leave ();
  set_errno (error);
  return result;
}

static W lookup_any (u32 slot, W * a, W * frame)
{
  W result = call_original (slot, a);
  int error = errno_now ();
  Call call;
  if (in (nested, frame[1]) || !enter (frame[1])) return result;
  memset (&call, 0, sizeof call);
  call.result = result;
  call.error = (W) error;
  call_gate (LOOKED_UP, slot, a, frame, &call);
  leave ();
  set_errno (error);
  return result;
}

HIDDEN W handle (W * a, W * frame, u32 slot)
{
  switch (slot)
  {
    case CLOSE: case CLOSE_TAGGED: return close_any (slot, a, frame);
    case DUP: case DUP2: case DUP3: case FCNTL: case FCNTL64: return copy_any (slot, a, frame);
    case GETSOCKOPT: return option_any (a, frame);
    case SEND: case SENDTO: case SENDMSG: case SENDMMSG: case WRITE: case WRITEV: return send_any (slot, a, frame);
    case READ: case READV: case RECV: case RECVFROM: case RECVMSG: case RECVMMSG: return receive (slot, a, frame);
    case SOCKET: return socket_any (a, frame);
    case CONNECT: return connect_any (a, frame);
  }
  if (slot >= TLS) return tls_any (slot, a, frame);
  return lookup_any (slot, a, frame);
}

/* -- for JavaScript ------------------------------------------------------------------------------------------------ */

/* Read the totals of all flows, and end those whose descriptor has become something else unseen. */
EXPORT void sample_all (void)
{
  u32 i;
  if (!take ()) return;
  for (i = 0; i < flow_top; i++)
  {
    Flow * flow = &flows[i];
    if (flow->state != LIVE) continue;
    if (flow->cookie != 0 && cookie_of (flow->fd) != flow->cookie)
    {
      flow->flags |= LOST;
      if (flow_of[flow->fd] == i + 1) { flow_of[flow->fd] = 0; peer_of[flow->fd] = 0; marks[flow->fd] = 0; }
      flow->state = ENDED;
      continue;
    }
    sample (flow, flow->fd, 0);
  }
  give ();
}

/* Write the numbers of flows of which there is something to tell; return how many. */
EXPORT u32 changed (u32 * numbers, u32 room, u32 all)
{
  u32 i, n = 0;
  for (i = 0; i < flow_top && n < room; i++)
  {
    Flow * flow = &flows[i];
    u32 state = __atomic_load_n (&flow->state, __ATOMIC_ACQUIRE), flags;
    if (state == FREE) continue;
    if ((flow->flags & (DONE | WAITING)) == 0 && now () - flow->began > 1000000000ull) __atomic_fetch_or (&flow->flags, WAITING, __ATOMIC_RELAXED);
    flags = flow->flags & (DONE | FAILED | WAITING | LOST);
    /* Who made it is about to say where. */
    if ((flags & (DONE | WAITING)) == 0 && state == LIVE && !all) continue;
    if (flags == flow->told_flags && state == flow->told_state && flow->up == flow->told_up && flow->down == flow->told_down
        && flow->refused == flow->told_refused)
      continue;
    flow->told_flags = flags;
    flow->told_state = state;
    flow->told_up = flow->up;
    flow->told_down = flow->down;
    flow->told_refused = flow->refused;
    numbers[n++] = i;
  }
  return n;
}

/* The same of TLS connections. */
EXPORT u32 changed_connections (u32 * numbers, u32 room)
{
  u32 i, n = 0;
  for (i = 0; i < connection_top && n < room; i++)
  {
    Connection * one = &connections[i];
    if (one->state == FREE || (one->state == LIVE && one->up == one->told_up && one->down == one->told_down)) continue;
    one->told_up = one->up;
    one->told_down = one->down;
    numbers[n++] = i;
  }
  return n;
}

/* Write bytes that lie in several places as base64 (RFC 4648), ended by a zero; `skip` bytes in, `size` of them. */
EXPORT W encode (char * to, const Vector * vectors, W count, W skip, W size)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char * from = to;
  u32 three = 0, held = 0;
  W i, j;
  for (i = 0; i < count && size > 0; i++)
    for (j = 0; j < vectors[i].size && size > 0; j++)
    {
      if (skip > 0) { W less = vectors[i].size - j < skip ? vectors[i].size - j : skip; skip -= less; j += less - 1; continue; }
      three = three << 8 | ((const u8 *) vectors[i].base)[j];
      size--;
      if (++held < 3) continue;
      *to++ = letters[three >> 18]; *to++ = letters[three >> 12 & 63]; *to++ = letters[three >> 6 & 63]; *to++ = letters[three & 63];
      three = held = 0;
    }
  if (held > 0)
  {
    three <<= held == 1 ? 16 : 8;
    *to++ = letters[three >> 18]; *to++ = letters[three >> 12 & 63];
    *to++ = held == 1 ? '=' : letters[three >> 6 & 63]; *to++ = '=';
  }
  *to = 0;
  return (W) (to - from);
}

/* Give back an ended flow that has been told. */
EXPORT void reap (u32 i)
{
  if (i < FLOWS && flows[i].state == ENDED) __atomic_store_n (&flows[i].state, FREE, __ATOMIC_RELEASE);
}

/* Give back an ended TLS connection that has been told. */
EXPORT void reap_connection (u32 i)
{
  Connection * one = &connections[i];
  u32 bucket, * at;
  if (i >= CONNECTIONS || one->state != ENDED || !take ()) return;
  bucket = (u32) ((one->ssl >> 4) ^ (one->ssl >> 16) ^ one->library) % BUCKETS;
  for (at = &buckets[bucket]; *at != 0; at = &connections[*at - 1].next)
    if (*at == i + 1) { *at = one->next; break; }
  one->state = FREE;
  give ();
}

/* A socket from before the agent. */
EXPORT void adopt (int fd)
{
  u8 raw[28];
  u32 size = sizeof raw, i;
  Place place;
  int type = option (fd, SOL_SOCKET, SO_TYPE);
  if (fd < 0 || fd >= DESCRIPTORS || marks[fd] != 0) return;
  if (type == SOCK_DGRAM && option (fd, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_UDP) { marks[fd] = DATAGRAM; return; }
  if (type != SOCK_STREAM || host.getpeername (fd, raw, &size) != 0 || !place_of (raw, size, &place)) return;
  if (is_here (&place) && !is_proxy (&place)) return;
  i = add_flow (fd, &place, 0);
  if (i == 0) return;
  flows[i - 1].flags |= DONE | SECRET;
  flows[i - 1].tid = 0;
  marks[fd] = TRACKED;
}
