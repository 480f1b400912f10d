/* TLS libraries, look-ups, and which part an entry leads to. */

#include "filter.h"

u32 buckets[BUCKETS];

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
      one->inside[0] = one->inside[1] = one->parts = 0;
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
    if (call.offset < plain && one->parts++ < MOST_PARTS) call_gate (TLS_SENT, slot, a, frame, &call);
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

W handle (W * a, W * frame, u32 slot)
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
    case ACCEPT: case ACCEPT4: return accept_any (slot, a, frame);
  }
  if (slot >= TLS) return tls_any (slot, a, frame);
  return lookup_any (slot, a, frame);
}
