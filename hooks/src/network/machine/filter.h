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

#ifndef FILTER_H
#define FILTER_H

#include "slots.h"

/* All of it is one piece of code: nothing goes through a table of addresses. */
#pragma GCC visibility push(hidden)


typedef unsigned long W;
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define FLOWS 4096
#define CONNECTIONS 4096
#define BUCKETS 1024
/* Calls of one connection that are told byte by byte; of further ones the number of bytes is. */
#define MOST_PARTS 4096
#define RANGES 16
/* Called or read by JavaScript. */
#define USED __attribute__ ((used))

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
#define F_GETFD 1
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
enum
{
  ESTABLISHED = 1, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSED_STATE, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING
};

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

enum
{
  DONE = 1, FAILED = 2, ALIVE = 4, DEAD = 8, TO_PROXY = 16, SECRET = 32, SIXTEEN = 64, NO_KERNEL = 128, LOST = 256,
  FINISHED = 512, WAITING = 1024
};
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
  u32 parts, pad2;
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
  u32 parts, pad;
} Connection;
_Static_assert (sizeof (Flow) == 144 && sizeof (Connection) == 72, "as memory.ts knows them");

/* What a listener is told. `result` is read back where it answers. */
typedef struct
{
  W kind, slot, frame, stack, caller, result, error, at, bytes, count, size, offset, args[7];
} Call;

enum { OPENED, SENT, REFUSED, LOOKED_UP, TLS_BEGUN, TLS_SENT, ANSWERED, ALTERED };

typedef struct { u8 address[16]; u16 port; } Place;

extern struct Host host;
extern W originals[SLOTS];
extern volatile u32 active, running, serials, flows_lost, connections_lost, others, flow_top, connection_top;
extern int process;
extern u64 plain;
extern u32 refuse_quic;
extern u8 proxy_address[16];
extern u32 proxy_port;
/* Code whose calls are the agent's own; code of the C library, whose lookups are parts of what was asked of it; code
   whose TLS is told by Java's rows. Pairs of begin and end, ended by zeros. */
extern W agent[2 * RANGES + 2], nested[2 * RANGES + 2], java_tls[2 * RANGES + 2];
extern u8 marks[DESCRIPTORS];
extern u16 flow_of[DESCRIPTORS], peer_of[DESCRIPTORS];
extern Flow flows[FLOWS];
extern Connection connections[CONNECTIONS];
extern u32 buckets[BUCKETS];

void gate (Call * call);
void * memcpy (void * to, const void * from, W size);
void * memset (void * to, int value, W size);

/* core.c */
int same (const u8 * one, const u8 * other, W size);
int in (const W * ranges, W address);
int errno_now (void);
void set_errno (int value);
int take (void);
void give (void);
int enter (W caller);
void leave (void);
W call_original (u32 slot, W * a);
int copy_in (void * to, W from, W size);
int place_of (const u8 * raw, W size, Place * place);
int read_place (W from, W size, Place * place);
int is_proxy (const Place * place);
int is_here (const Place * place);
int option (int fd, int level, int name);
u64 cookie_of (int fd);

/* flows.c */
u64 number_at (const u8 * at);
u32 half_at (const u8 * at);
void find_port (Flow * flow, int fd);
void sample (Flow * flow, int fd, int last);
int survives (u32 number);
int is_same (int fd);
void end (int fd);
u64 now (void);
u32 add_flow (int fd, const Place * place, int udp);
void call_gate (u32 kind, u32 slot, W * a, W * frame, Call * call);
void tell (u32 kind, u32 slot, W * a, W * frame, u32 flow);
u32 udp_flow (int fd, const Place * place, u32 slot, W * a, W * frame);
u32 peer_flow (int fd, u32 slot, W * a, W * frame);

/* sends.c */
W send_any (u32 slot, W * a, W * frame);

/* sockets.c */
W receive (u32 slot, W * a, W * frame);
W connect_any (W * a, W * frame);
W copy_any (u32 slot, W * a, W * frame);
W socket_any (W * a, W * frame);
W accept_any (u32 slot, W * a, W * frame);
W close_any (u32 slot, W * a, W * frame);
W option_any (W * a, W * frame);

#endif
