/* Sockets made, connected, copied and closed, and what arrives over UDP. */

#include "filter.h"

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

W receive (u32 slot, W * a, W * frame)
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

W connect_any (W * a, W * frame)
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

W copy_any (u32 slot, W * a, W * frame)
{
  int error, saved = errno_now (), onto = slot == DUP2 || slot == DUP3;
  int copies = onto || slot == DUP || (int) a[1] == F_DUPFD || (int) a[1] == F_DUPFD_CLOEXEC;
  W result;
  if (onto && (int) a[0] != (int) a[1] && (u32) a[1] < DESCRIPTORS && marks[(u32) a[1]] != 0 && enter (frame[1]))
  {
    /* Where the first is no descriptor the second stays as it is. */
    W ask[7] = { a[0], F_GETFD, 0, 0, 0, 0, 0 };
    if (originals[FCNTL] == 0 || (int) call_original (FCNTL, ask) != -1) end ((int) a[1]);
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

W socket_any (W * a, W * frame)
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

/* Who connects to the app is sent something by it, too. */
W accept_any (u32 slot, W * a, W * frame)
{
  W result = call_original (slot, a);
  int error = errno_now (), fd = (int) result;
  u8 raw[28];
  u32 size = sizeof raw, i;
  Place place;
  if (fd < 0 || fd >= DESCRIPTORS || !enter (frame[1])) return result;
  /* One of the two may be made of the other. */
  i = flow_of[fd];
  if (i != 0 && flows[i - 1].cookie != 0 && flows[i - 1].cookie == cookie_of (fd))
  {
    leave ();
    set_errno (error);
    return result;
  }
  if (marks[fd] != 0) end (fd);
  if (host.getpeername (fd, raw, &size) == 0 && place_of (raw, size, &place) && !is_here (&place)
      && option (fd, SOL_SOCKET, SO_TYPE) == SOCK_STREAM && (i = add_flow (fd, &place, 0)) != 0)
  {
    find_port (&flows[i - 1], fd);
    marks[fd] = (u8) (TRACKED | (plain > 0 ? CLEAR : 0));
    tell (OPENED, slot, a, frame, i);
    flows[i - 1].flags |= DONE;
  }
  leave ();
  set_errno (error);
  return result;
}

W close_any (u32 slot, W * a, W * frame)
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

W option_any (W * a, W * frame)
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
