/* Connections, and datagrams between a socket and an address: made, measured, ended. */

#include "filter.h"

u64 number_at (const u8 * at) { u64 value; memcpy (&value, at, 8); return value; }
u32 half_at (const u8 * at) { u32 value; memcpy (&value, at, 4); return value; }

static int has_finished (u8 state)
{
  return state == FIN_WAIT1 || state == FIN_WAIT2 || state == TIME_WAIT || state == LAST_ACK || state == CLOSING;
}

void find_port (Flow * flow, int fd)
{
  Place place;
  u8 raw[28];
  u32 size = sizeof raw;
  if (flow->local_port != 0 || host.getsockname (fd, raw, &size) != 0 || !place_of (raw, size, &place)) return;
  flow->local_port = place.port;
}

/* Ask the kernel for the bytes of a connection. */
void sample (Flow * flow, int fd, int last)
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

/* Whether a flow still has a descriptor, by the socket's own mark: descriptors that have become something else unseen
   (fclose, close_range) forget it. With the lock taken. */
int survives (u32 number)
{
  Flow * flow = &flows[number - 1];
  int fd, found = 0;
  u32 i;
  for (fd = 0; fd < DESCRIPTORS; fd++)
  {
    for (i = flow_of[fd]; i != 0 && i != number; i = flows[i - 1].next) ;
    if (i == 0) continue;
    if (flow->cookie == 0 || cookie_of (fd) == flow->cookie)
    {
      flow->fd = fd;
      found = 1;
      continue;
    }
    flow_of[fd] = peer_of[fd] = 0;
    marks[fd] = 0;
  }
  return found;
}

/* Whether a descriptor is still the socket that is known under it; one that is not is forgotten. */
int is_same (int fd)
{
  u32 i = flow_of[fd];
  if (i == 0 || flows[i - 1].cookie == 0 || cookie_of (fd) == flows[i - 1].cookie) return 1;
  if (!take ()) return 0;
  flow_of[fd] = peer_of[fd] = 0;
  marks[fd] = 0;
  give ();
  return 0;
}

/* A descriptor is about to be closed or to become another. */
void end (int fd)
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
    if (--flow->references > 0 && (flow->fd != fd || survives (i))) continue;
    if (flow->cookie == 0 || cookie_of (fd) == flow->cookie) sample (flow, fd, 1);
    else flow->flags |= LOST;
    __atomic_store_n (&flow->state, ENDED, __ATOMIC_RELEASE);
  }
  give ();
}

u64 now (void)
{
  long time[2] = { 0, 0 };
  host.clock_gettime (0, time);
  return (u64) time[0] * 1000000000ull + (u64) time[1];
}

/* A new flow at the head of a descriptor's; its number plus one, or 0 where there is no room. */
u32 add_flow (int fd, const Place * place, int udp)
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

void call_gate (u32 kind, u32 slot, W * a, W * frame, Call * call)
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

void tell (u32 kind, u32 slot, W * a, W * frame, u32 flow)
{
  Call call;
  memset (&call, 0, sizeof call);
  call.at = flow;
  call_gate (kind, slot, a, frame, &call);
}

/* The flow of a descriptor to an address, made and told where there is none; 0 where it is not one to tell. */
u32 udp_flow (int fd, const Place * place, u32 slot, W * a, W * frame)
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
u32 peer_flow (int fd, u32 slot, W * a, W * frame)
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
