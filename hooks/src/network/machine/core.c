/* What all parts share: the data, the lock, who calls, and what the app's pointers hold. */

#include "filter.h"

USED struct Host host;
USED W originals[SLOTS];
USED volatile u32 active, running, serials, flows_lost, connections_lost, others, flow_top, connection_top;
USED int process;
USED u64 plain;
USED u32 refuse_quic;
USED u8 proxy_address[16];
USED u32 proxy_port;
USED W agent[2 * RANGES + 2], nested[2 * RANGES + 2], java_tls[2 * RANGES + 2];
USED u8 marks[DESCRIPTORS];
USED u16 flow_of[DESCRIPTORS], peer_of[DESCRIPTORS];
USED Flow flows[FLOWS];
USED Connection connections[CONNECTIONS];

static volatile u32 lock;

void * memcpy (void * to, const void * from, W size)
{
  volatile u8 * t = to;
  const u8 * f = from;
  while (size-- > 0) *t++ = *f++;
  return to;
}

void * memset (void * to, int value, W size)
{
  volatile u8 * t = to;
  while (size-- > 0) *t++ = (u8) value;
  return to;
}

int same (const u8 * one, const u8 * other, W size)
{
  W i;
  for (i = 0; i < size; i++) if (one[i] != other[i]) return 0;
  return 1;
}

int in (const W * ranges, W address)
{
  for (; ranges[1] != 0; ranges += 2)
    if (address >= ranges[0] && address < ranges[1]) return 1;
  return 0;
}

int errno_now (void) { return *host.errno_location (); }
void set_errno (int value) { *host.errno_location () = value; }

/* Not where the lock stays taken: a signal's handler may have come in between. */
int take (void)
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

void give (void) { __atomic_store_n (&lock, 0, __ATOMIC_RELEASE); }

/* Whether the agent is here and this is its process: a child shares this memory's content, or all of it (vfork). */
int enter (W caller)
{
  if (!active || host.getpid () != process || in (agent, caller)) return 0;
  __atomic_fetch_add (&running, 1, __ATOMIC_SEQ_CST);
  if (active) return 1;
  __atomic_fetch_add (&running, -1, __ATOMIC_SEQ_CST);
  return 0;
}

void leave (void) { __atomic_fetch_add (&running, -1, __ATOMIC_SEQ_CST); }

W call_original (u32 slot, W * a)
{
  return ((Function) originals[slot]) (a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

/* -- addresses ----------------------------------------------------------------------------------------------------- */

/* Read what the app points to: what the kernel would refuse (EFAULT) must not end the app here. */
int copy_in (void * to, W from, W size)
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
int place_of (const u8 * raw, W size, Place * place)
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

int read_place (W from, W size, Place * place)
{
  u8 raw[28];
  if (size > sizeof raw) size = sizeof raw;
  return size >= 16 && copy_in (raw, from, size) && place_of (raw, size, place);
}

int is_proxy (const Place * place)
{
  return proxy_port != 0 && place->port == proxy_port && same (place->address, proxy_address, 16);
}

/* What stays on the phone: adb, Frida and the virtual phone's parts talk that way. */
int is_here (const Place * place)
{
  static const u8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const u8 * a = place->address;
  if (same (a, mapped, 12))
    return (a[12] == 127 && a[13] == 0 && a[14] == 0 && a[15] == 1) || (a[12] | a[13] | a[14] | a[15]) == 0;
  return same (a, mapped, 10) && (a[10] | a[11] | a[12] | a[13] | a[14]) == 0 && a[15] <= 1;
}

int option (int fd, int level, int name)
{
  int value = 0;
  u32 size = sizeof value;
  return host.getsockopt (fd, level, name, &value, &size) == 0 ? value : -1;
}

u64 cookie_of (int fd)
{
  u64 value = 0;
  u32 size = sizeof value;
  /* Linux 4.6 and newer; 0 where there is none. */
  return host.getsockopt (fd, SOL_SOCKET, SO_COOKIE, &value, &size) == 0 ? value : 0;
}
