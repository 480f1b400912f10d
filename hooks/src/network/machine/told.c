/* What JavaScript asks: what has changed, bytes as text. */

#include "filter.h"

/* Read the totals of all flows, and end those whose descriptor has become something else unseen. */
USED void sample_all (void)
{
  u32 i;
  if (!take ()) return;
  for (i = 0; i < flow_top; i++)
  {
    Flow * flow = &flows[i];
    if (flow->state != LIVE) continue;
    if (flow->cookie != 0 && cookie_of (flow->fd) != flow->cookie && !survives (i + 1))
    {
      flow->flags |= LOST;
      flow->state = ENDED;
      continue;
    }
    sample (flow, flow->fd, 0);
  }
  give ();
}

/* Write the numbers of flows of which there is something to tell; return how many. */
USED u32 changed (u32 * numbers, u32 room, u32 all)
{
  u32 i, n = 0;
  for (i = 0; i < flow_top && n < room; i++)
  {
    Flow * flow = &flows[i];
    u32 state = __atomic_load_n (&flow->state, __ATOMIC_ACQUIRE), flags;
    if (state == FREE) continue;
    if ((flow->flags & (DONE | WAITING)) == 0 && now () - flow->began > 1000000000ull) flow->flags |= WAITING;
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
USED u32 changed_connections (u32 * numbers, u32 room)
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
USED W encode (char * to, const Vector * vectors, W count, W skip, W size)
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
      *to++ = letters[three >> 18];
      *to++ = letters[three >> 12 & 63];
      *to++ = letters[three >> 6 & 63];
      *to++ = letters[three & 63];
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
USED void reap (u32 i)
{
  if (i < FLOWS && flows[i].state == ENDED) __atomic_store_n (&flows[i].state, FREE, __ATOMIC_RELEASE);
}

/* Give back an ended TLS connection that has been told. */
USED void reap_connection (u32 i)
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
USED void adopt (int fd)
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
