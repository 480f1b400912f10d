/* What is sent: told up to a limit where it is not encrypted, datagrams counted, those of HTTP/3 refused. */

#include "filter.h"

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
  if (!is_same (fd)) return;
  flow = &flows[i - 1];
  bytes_of (slot, a, 0, &bytes);
  n = first_of (&bytes, size, first, sizeof first);
  if (is_hello (first, n, flow->taken == 0) || ((flow->flags & SIXTEEN) && first[0] == 3))
  {
    /* The hello itself is no secret and says for which host it is; what follows is only counted. */
    flow->flags |= SECRET;
    marks[fd] &= (u8) ~CLEAR;
  }
  offset = flow->taken;
  flow->taken += size;
  /* A first byte that TLS would begin with decides nothing alone: it goes out with what follows. */
  if (offset == 0 && size == 1 && first[0] == 0x16) { flow->flags |= SIXTEEN; return; }
  tell_sent (slot, a, frame, i, &bytes, size, offset);
  flow->flags &= ~(u32) SIXTEEN;
  if (flow->flags & SECRET) return;
  if (flow->taken >= plain || ++flow->parts >= MOST_PARTS) marks[fd] &= (u8) ~CLEAR;
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
  if (!is_same (fd))
  {
    set_errno (saved);
    leave ();
    return call_original (slot, a);
  }
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
      if (offset >= plain || (flows[flow - 1].flags & TO_PROXY) || flows[flow - 1].parts >= MOST_PARTS) continue;
      flows[flow - 1].parts++;
      flows[flow - 1].taken = offset + size;
      bytes_of (slot, a, i, &bytes);
      tell_sent (slot, a, frame, flow, &bytes, size, offset);
    }
    leave ();
  }
  set_errno (error);
  return result;
}

W send_any (u32 slot, W * a, W * frame)
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
