/* The native half of a made-up SDK that talks to the network past Java, for the tests of what the agent sees of it.
 *
 * `cn.demostat.analytics.NativeReads.run` takes steps separated by "; " and returns what each gave and its errno, so
 * that a run with the agent can be compared with one without. Sockets are named by the number of their making. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROOM 4096
#define MOST 64
#define LARGEST 4194304

typedef struct { char * words[8]; int count; } Step;
typedef struct { long result; int error; char text[256]; } Done;

static int sockets[MOST];
static int made;
static char large[LARGEST];
static void * library;

static int socket_of (const Step * step, int word)
{
  int number = word < step->count ? atoi (step->words[word]) : -1;
  return number >= 0 && number < made ? sockets[number] : -1;
}

static const char * word_of (const Step * step, int word) { return word < step->count ? step->words[word] : ""; }

static socklen_t address_of (const char * host, const char * port, struct sockaddr_storage * to)
{
  struct sockaddr_in * four = (struct sockaddr_in *) to;
  struct sockaddr_in6 * six = (struct sockaddr_in6 *) to;
  memset (to, 0, sizeof *to);
  if (inet_pton (AF_INET, host, &four->sin_addr) == 1)
  {
    four->sin_family = AF_INET;
    four->sin_port = htons ((uint16_t) atoi (port));
    return sizeof *four;
  }
  six->sin6_family = AF_INET6;
  six->sin6_port = htons ((uint16_t) atoi (port));
  inet_pton (AF_INET6, host, &six->sin6_addr);
  return sizeof *six;
}

static long keep (int descriptor)
{
  if (descriptor >= 0 && made < MOST) sockets[made++] = descriptor;
  return descriptor >= 0 ? made - 1 : -1;
}

static long do_open (const Step * step, Done * done)
{
  const char * kind = word_of (step, 1);
  (void) done;
  if (strcmp (kind, "tcp") == 0) return keep (socket (AF_INET, SOCK_STREAM, 0));
  if (strcmp (kind, "tcp6") == 0) return keep (socket (AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (strcmp (kind, "udp") == 0) return keep (socket (AF_INET, SOCK_DGRAM, 0));
  if (strcmp (kind, "udp6") == 0) return keep (socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP));
  if (strcmp (kind, "unix") == 0)
  {
    int two[2];
    if (socketpair (AF_UNIX, SOCK_STREAM, 0, two) != 0) return -1;
    keep (two[0]);
    return keep (two[1]);
  }
  return keep (open ("/dev/null", O_WRONLY));
}

static long do_connect (const Step * step, Done * done)
{
  struct sockaddr_storage to;
  socklen_t size = address_of (word_of (step, 2), word_of (step, 3), &to);
  (void) done;
  return connect (socket_of (step, 1), (struct sockaddr *) &to, size);
}

static long do_bad (const Step * step, Done * done)
{
  int one = socket_of (step, 2);
  struct msghdr message;
  (void) done;
  memset (&message, 0, sizeof message);
  message.msg_name = (void *) 16;
  message.msg_namelen = 16;
  if (strcmp (word_of (step, 1), "connect") == 0) return connect (one, (struct sockaddr *) 16, 16);
  if (strcmp (word_of (step, 1), "sendto") == 0) return sendto (one, large, 4, 0, (struct sockaddr *) 16, 16);
  if (strcmp (word_of (step, 1), "bytes") == 0) return sendto (one, (void *) 16, 4, 0, NULL, 0);
  if (strcmp (word_of (step, 1), "message") == 0) return sendmsg (one, &message, 0);
  if (strcmp (word_of (step, 1), "pointer") == 0) return sendmsg (one, (struct msghdr *) 16, 0);
  if (strcmp (word_of (step, 1), "short") == 0) return connect (one, (struct sockaddr *) large, 3);
  return connect (-1, (struct sockaddr *) large, 16);
}

static long do_nonblock (const Step * step, Done * done)
{
  int one = socket_of (step, 1);
  (void) done;
  return fcntl (one, F_SETFL, fcntl (one, F_GETFL) | O_NONBLOCK);
}

static long do_wait (const Step * step, Done * done)
{
  struct pollfd one = { socket_of (step, 1), (short) (strcmp (word_of (step, 2), "in") == 0 ? POLLIN : POLLOUT), 0 };
  (void) done;
  return poll (&one, 1, 5000);
}

static long do_error (const Step * step, Done * done)
{
  int value = 0;
  socklen_t size = sizeof value;
  int result = getsockopt (socket_of (step, 1), SOL_SOCKET, SO_ERROR, &value, &size);
  snprintf (done->text, sizeof done->text, "%d", value);
  return result;
}

/* send SOCKET WAY TEXT [HOST PORT] */
static long do_send (const Step * step, Done * done)
{
  int one = socket_of (step, 1);
  const char * way = word_of (step, 2), * text = word_of (step, 3);
  size_t size = strlen (text), half = size / 2;
  struct sockaddr_storage to;
  socklen_t length = step->count > 5 ? address_of (word_of (step, 4), word_of (step, 5), &to) : 0;
  struct iovec parts[3] = { { (void *) text, half }, { NULL, 0 }, { (void *) (text + half), size - half } };
  struct msghdr message;
  struct mmsghdr many[3];
  int i;
  (void) done;
  memset (&message, 0, sizeof message);
  message.msg_iov = parts;
  message.msg_iovlen = 3;
  if (length > 0) { message.msg_name = &to; message.msg_namelen = length; }
  if (strcmp (way, "send") == 0) return send (one, text, size, MSG_NOSIGNAL);
  if (strcmp (way, "write") == 0) return write (one, text, size);
  if (strcmp (way, "writev") == 0) return writev (one, parts, 3);
  if (strcmp (way, "sendto") == 0) return sendto (one, text, size, MSG_NOSIGNAL, length > 0 ? (struct sockaddr *) &to : NULL, length);
  if (strcmp (way, "sendmsg") == 0) return sendmsg (one, &message, MSG_NOSIGNAL);
  for (i = 0; i < 3; i++) { many[i].msg_hdr = message; many[i].msg_len = 0; }
  return sendmmsg (one, many, 3, 0);
}

/* One call, several addresses: mixed SOCKET HOST PORT PORT PORT */
static long do_mixed (const Step * step, Done * done)
{
  struct mmsghdr many[3];
  struct sockaddr_storage to[3];
  struct iovec part = { large, 5 };
  int i;
  (void) done;
  memset (many, 0, sizeof many);
  for (i = 0; i < 3; i++)
  {
    many[i].msg_hdr.msg_namelen = address_of (word_of (step, 2), word_of (step, 3 + i), &to[i]);
    many[i].msg_hdr.msg_name = &to[i];
    many[i].msg_hdr.msg_iov = &part;
    many[i].msg_hdr.msg_iovlen = 1;
  }
  return sendmmsg (socket_of (step, 1), many, 3, 0);
}

/* Several datagrams in one call: segments SOCKET HOST PORT SIZE EACH */
static long do_segments (const Step * step, Done * done)
{
  struct sockaddr_storage to;
  socklen_t length = address_of (word_of (step, 2), word_of (step, 3), &to);
  struct iovec part = { large, (size_t) atol (word_of (step, 4)) };
  union { char room[CMSG_SPACE (sizeof (uint16_t))]; struct cmsghdr head; } control;
  struct msghdr message;
  uint16_t each = (uint16_t) atoi (word_of (step, 5));
  (void) done;
  memset (&message, 0, sizeof message);
  memset (&control, 0, sizeof control);
  message.msg_name = &to;
  message.msg_namelen = length;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  control.head.cmsg_level = SOL_UDP;
  control.head.cmsg_type = UDP_SEGMENT;
  control.head.cmsg_len = CMSG_LEN (sizeof each);
  memcpy (CMSG_DATA (&control.head), &each, sizeof each);
  return sendmsg (socket_of (step, 1), &message, 0);
}

/* Many bytes: big SOCKET SIZE */
static long do_big (const Step * step, Done * done)
{
  long left = atol (word_of (step, 2)), sent = 0;
  (void) done;
  while (left > 0)
  {
    ssize_t n = send (socket_of (step, 1), large + sent % 26, (size_t) (left < 65536 ? left : 65536), MSG_NOSIGNAL);
    if (n <= 0) return -1;
    sent += n;
    left -= n;
  }
  return sent;
}

/* drain SOCKET SIZE: read until so many bytes came, or none come any more. */
static long do_drain (const Step * step, Done * done)
{
  long left = atol (word_of (step, 2)), got = 0;
  static char into[65536];
  (void) done;
  while (left > 0)
  {
    ssize_t n = read (socket_of (step, 1), into, (size_t) (left < 65536 ? left : 65536));
    if (n <= 0) break;
    got += n;
    left -= n;
  }
  return got;
}

static long do_recv (const Step * step, Done * done)
{
  int one = socket_of (step, 1);
  const char * way = word_of (step, 2);
  char into[200] = "";
  struct sockaddr_storage from;
  socklen_t size = sizeof from;
  struct iovec part = { into, sizeof into - 1 };
  struct msghdr message;
  struct mmsghdr many;
  long result;
  memset (&message, 0, sizeof message);
  message.msg_name = &from;
  message.msg_namelen = size;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  many.msg_hdr = message;
  if (strcmp (way, "recv") == 0) result = recv (one, into, sizeof into - 1, 0);
  else if (strcmp (way, "peek") == 0) result = recv (one, into, sizeof into - 1, MSG_PEEK);
  else if (strcmp (way, "recvfrom") == 0) result = recvfrom (one, into, sizeof into - 1, 0, (struct sockaddr *) &from, &size);
  else if (strcmp (way, "recvmsg") == 0) result = recvmsg (one, &message, 0);
  else if (strcmp (way, "recvmmsg") == 0) result = recvmmsg (one, &many, 1, 0, NULL);
  else if (strcmp (way, "readv") == 0) result = readv (one, &part, 1);
  else result = read (one, into, sizeof into - 1);
  snprintf (done->text, sizeof done->text, "%s", into);
  return result;
}

static long do_copy (const Step * step, Done * done)
{
  int one = socket_of (step, 2);
  const char * way = word_of (step, 1);
  (void) done;
  if (strcmp (way, "dup") == 0) return keep (dup (one));
  if (strcmp (way, "fcntl") == 0) return keep (fcntl (one, F_DUPFD_CLOEXEC, 100));
  if (strcmp (way, "dup3") == 0) return dup3 (one, socket_of (step, 3), O_CLOEXEC) == socket_of (step, 3) ? 0 : -1;
  return dup2 (one, socket_of (step, 3)) == socket_of (step, 3) ? 0 : -1;
}

/* flags SOCKET: what exec leaves open must stay what it was. */
static long do_flags (const Step * step, Done * done) { (void) done; return fcntl (socket_of (step, 1), F_GETFD); }
static long do_close (const Step * step, Done * done) { (void) done; return close (socket_of (step, 1)); }
/* vanish SOCKET: closed without the C library, as nobody sees it; the next that is opened has its number. */
static long do_vanish (const Step * step, Done * done) { (void) done; return syscall (SYS_close, socket_of (step, 1)); }
static long do_accept (const Step * step, Done * done) { (void) done; return keep (accept (socket_of (step, 1), NULL, NULL)); }
static long do_shutdown (const Step * step, Done * done) { (void) done; return shutdown (socket_of (step, 1), SHUT_WR); }

static long do_lookup (const Step * step, Done * done)
{
  struct addrinfo * list = NULL, hints;
  long result;
  (void) done;
  memset (&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  result = getaddrinfo (word_of (step, 1), "80", &hints, &list);
  if (result == 0) freeaddrinfo (list);
  return result;
}

static long do_byname (const Step * step, Done * done)
{
  struct hostent here, * found = NULL;
  char room[2048];
  int error = 0;
  (void) done;
  if (strcmp (word_of (step, 2), "r") == 0) gethostbyname_r (word_of (step, 1), &here, room, sizeof room, &found, &error);
  else found = gethostbyname (word_of (step, 1));
  return found != NULL;
}

/* What a child does must leave its parent's account as it is. */
static long do_child (const Step * step, Done * done)
{
  int status = 0, one = socket_of (step, 2);
  pid_t child = strcmp (word_of (step, 1), "vfork") == 0 ? vfork () : fork ();
  (void) done;
  if (child == 0)
  {
    if (strcmp (word_of (step, 1), "fork") == 0 && write (one, "child", 5) != 5) _exit (3);
    close (one);
    _exit (7);
  }
  waitpid (child, &status, 0);
  return WEXITSTATUS (status);
}

/* A thread that waits in a function: wait-in WAY SOCKET [HOST PORT] */
typedef struct { int way, descriptor; struct sockaddr_storage to; socklen_t size; volatile long result; volatile int error, done; pthread_t thread; } Waiter;
static Waiter waiters[8];
static int waiting;

static void * waits (void * cookie)
{
  Waiter * one = cookie;
  char into[64];
  errno = 0;
  switch (one->way)
  {
    case 0: one->result = recvfrom (one->descriptor, into, sizeof into, 0, NULL, NULL); break;
    case 1: one->result = read (one->descriptor, into, sizeof into); break;
    case 2: one->result = accept (one->descriptor, NULL, NULL) >= 0 ? 0 : -1; break;
    case 3: one->result = recvmsg (one->descriptor, &(struct msghdr) { .msg_iov = &(struct iovec) { into, sizeof into }, .msg_iovlen = 1 }, 0); break;
    default: one->result = connect (one->descriptor, (struct sockaddr *) &one->to, one->size);
  }
  one->error = errno;
  one->done = 1;
  return NULL;
}

static long do_wait_in (const Step * step, Done * done)
{
  static const char * const ways[] = { "recvfrom", "read", "accept", "recvmsg", "connect" };
  Waiter * one = &waiters[waiting];
  (void) done;
  for (one->way = 0; one->way < 4 && strcmp (ways[one->way], word_of (step, 1)) != 0; one->way++) ;
  one->descriptor = socket_of (step, 2);
  one->size = address_of (word_of (step, 3), word_of (step, 4), &one->to);
  one->done = 0;
  if (waiting >= 8 || pthread_create (&one->thread, NULL, waits, one) != 0) return -1;
  usleep (50000);
  return waiting++;
}

static long do_waited (const Step * step, Done * done)
{
  Waiter * one = &waiters[atoi (word_of (step, 1))];
  pthread_join (one->thread, NULL);
  snprintf (done->text, sizeof done->text, "%d", one->error);
  return one->result;
}

/* interrupt WAITER SOCKET: a signal ends its waiting; the handler itself sends on a socket. */
static volatile int handler_socket;

static void handler (int number)
{
  int saved = errno;
  (void) number;
  if (send (handler_socket, "signal", 6, MSG_NOSIGNAL) < 0) handler_socket = -1;
  errno = saved;
}

static long do_interrupt (const Step * step, Done * done)
{
  struct sigaction action;
  (void) done;
  memset (&action, 0, sizeof action);
  action.sa_handler = handler;
  handler_socket = socket_of (step, 2);
  if (sigaction (SIGRTMIN + 5, &action, NULL) != 0) return -1;
  return pthread_kill (waiters[atoi (word_of (step, 1))].thread, SIGRTMIN + 5);
}

static long do_listen (const Step * step, Done * done)
{
  struct sockaddr_storage to;
  socklen_t size = address_of (word_of (step, 2), "0", &to);
  int one = socket_of (step, 1);
  if (bind (one, (struct sockaddr *) &to, size) != 0) return -1;
  getsockname (one, (struct sockaddr *) &to, &size);
  snprintf (done->text, sizeof done->text, "%d", ntohs (((struct sockaddr_in *) &to)->sin_port));
  return strcmp (word_of (step, 3), "udp") == 0 ? 0 : listen (one, 8);
}

static long do_load (const Step * step, Done * done)
{
  (void) done;
  library = dlopen (word_of (step, 1), RTLD_NOW);
  return library != NULL;
}

static void * symbol (const char * name) { return dlsym (library, name); }

/* tls SOCKET HOST WAY SIZE TIMES: a connection of the loaded library, written to and read from. */
static long do_tls (const Step * step, Done * done)
{
  void * (* make) (void *) = (void * (*) (void *)) symbol ("SSL_new");
  void (* end) (void *) = (void (*) (void *)) symbol ("SSL_free");
  int (* set) (void *, int) = (int (*) (void *, int)) symbol ("SSL_set_fd");
  long (* control) (void *, int, long, void *) = (long (*) (void *, int, long, void *)) symbol ("SSL_ctrl");
  int (* put) (void *, const void *, int) = (int (*) (void *, const void *, int)) symbol ("SSL_write");
  int (* put_ex) (void *, const void *, size_t, size_t *) = (int (*) (void *, const void *, size_t, size_t *)) symbol ("SSL_write_ex");
  int (* get) (void *, void *, int) = (int (*) (void *, void *, int)) symbol ("SSL_read");
  long size = atol (word_of (step, 4)), times = atol (word_of (step, 5)), i, sum = 0;
  static char into[65536];
  size_t written;
  void * ssl = make (NULL);
  set (ssl, socket_of (step, 1));
  control (ssl, 55, 0, (void *) word_of (step, 2));
  for (i = 0; i < times; i++)
  {
    written = 0;
    if (strcmp (word_of (step, 3), "ex") == 0) { if (put_ex (ssl, large, (size_t) size, &written) == 1) sum += (long) written; }
    else sum += put (ssl, large, (int) size);
  }
  if (strcmp (word_of (step, 3), "read") == 0) sum = get (ssl, into, (int) size);
  end (ssl);
  snprintf (done->text, sizeof done->text, "%p", ssl);
  return sum;
}

static int no_store (void * context, void * argument)
{
  void (* set) (void *, int) = (void (*) (void *, int)) symbol ("X509_STORE_CTX_set_error");
  set (context, argument == large ? 21 : 22);
  return 0;
}

static int no_custom (void * ssl, uint8_t * alert)
{
  (void) ssl;
  *alert = 42;
  return 1;
}

static int yes_custom (void * ssl, uint8_t * alert)
{
  (void) ssl;
  (void) alert;
  return 0;
}

/* handshake CHECK HOST SUBJECT ISSUER: what a check of certificates says of who answers. */
static long do_handshake (const Step * step, Done * done)
{
  void * (* context_new) (const void *) = (void * (*) (const void *)) symbol ("SSL_CTX_new");
  void * (* make) (void *) = (void * (*) (void *)) symbol ("SSL_new");
  void (* end) (void *) = (void (*) (void *)) symbol ("SSL_free");
  long (* control) (void *, int, long, void *) = (long (*) (void *, int, long, void *)) symbol ("SSL_ctrl");
  void (* peer) (void *, const char *, const char *) = (void (*) (void *, const char *, const char *)) symbol ("demo_set_peer");
  void (* store) (void *, void *, void *) = (void (*) (void *, void *, void *)) symbol ("SSL_CTX_set_cert_verify_callback");
  void (* custom) (void *, int, void *) = (void (*) (void *, int, void *)) symbol ("SSL_CTX_set_custom_verify");
  void (* own) (void *, int, void *) = (void (*) (void *, int, void *)) symbol ("SSL_set_custom_verify");
  int (* connect_tls) (void *) = (int (*) (void *)) symbol ("SSL_connect");
  long (* result) (void *) = (long (*) (void *)) symbol ("SSL_get_verify_result");
  const char * check = word_of (step, 1);
  static void * kept;
  void * context = strcmp (check, "kept") == 0 ? kept : context_new (NULL), * ssl;
  long good;
  if (strcmp (check, "store") == 0) store (context, (void *) no_store, large);
  if (strcmp (check, "custom") == 0) custom (context, 1, (void *) no_custom);
  if (strcmp (check, "trusting") == 0) custom (context, 1, (void *) yes_custom);
  kept = context;
  ssl = make (context);
  if (strcmp (check, "own") == 0) own (ssl, 1, (void *) no_custom);
  if (strcmp (word_of (step, 2), "-") != 0) control (ssl, 55, 0, (void *) word_of (step, 2));
  peer (ssl, word_of (step, 3), word_of (step, 4));
  errno = 0;
  good = connect_tls (ssl);
  snprintf (done->text, sizeof done->text, "%ld", result (ssl));
  end (ssl);
  return good;
}

/* secure SOCKET HOST TEXT: with a real library, which trusts nobody; the text is sent and what comes is read. */
static long do_secure (const Step * step, Done * done)
{
  const void * (* method) (void) = (const void * (*) (void)) symbol ("TLS_client_method");
  void * (* context_new) (const void *) = (void * (*) (const void *)) symbol ("SSL_CTX_new");
  void (* context_free) (void *) = (void (*) (void *)) symbol ("SSL_CTX_free");
  void (* verify) (void *, int, void *) = (void (*) (void *, int, void *)) symbol ("SSL_CTX_set_verify");
  void * (* make) (void *) = (void * (*) (void *)) symbol ("SSL_new");
  void (* end) (void *) = (void (*) (void *)) symbol ("SSL_free");
  int (* set) (void *, int) = (int (*) (void *, int)) symbol ("SSL_set_fd");
  long (* control) (void *, int, long, void *) = (long (*) (void *, int, long, void *)) symbol ("SSL_ctrl");
  int (* connect_tls) (void *) = (int (*) (void *)) symbol ("SSL_connect");
  long (* result) (void *) = (long (*) (void *)) symbol ("SSL_get_verify_result");
  int (* put) (void *, const void *, int) = (int (*) (void *, const void *, int)) symbol ("SSL_write");
  int (* get) (void *, void *, int) = (int (*) (void *, void *, int)) symbol ("SSL_read");
  const char * text = word_of (step, 3);
  char into[128] = "";
  void * context = context_new (method ()), * ssl;
  long good;
  verify (context, 1, NULL);
  ssl = make (context);
  set (ssl, socket_of (step, 1));
  control (ssl, 55, 0, (void *) word_of (step, 2));
  good = connect_tls (ssl);
  if (good == 1 && put (ssl, text, (int) strlen (text)) == (int) strlen (text)) get (ssl, into, sizeof into - 1);
  snprintf (done->text, sizeof done->text, "%ld %s", result (ssl), into);
  end (ssl);
  context_free (context);
  errno = 0;
  return good;
}

/* storm WAY SOCKET CALLS: nanoseconds that many calls of no interest take. */
static long do_storm (const Step * step, Done * done)
{
  struct timespec began, ended;
  const char * way = word_of (step, 1);
  int one = strcmp (word_of (step, 2), "none") == 0 ? -1 : socket_of (step, 2);
  long i, calls = atol (word_of (step, 3)), sum = 0;
  clock_gettime (CLOCK_MONOTONIC, &began);
  for (i = 0; i < calls; i++)
  {
    if (strcmp (way, "close") == 0) sum += close (one);
    else if (strcmp (way, "write") == 0) sum += write (one, "x", 1);
    else sum += send (one, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  clock_gettime (CLOCK_MONOTONIC, &ended);
  snprintf (done->text, sizeof done->text, "%lld",
      (long long) (ended.tv_sec - began.tv_sec) * 1000000000LL + (ended.tv_nsec - began.tv_nsec));
  return sum;
}

/* crowd HOST TCP UDP THREADS TIMES [LIBRARY]: threads that connect, send, receive and close at the same time, while
   the library is loaded and closed again and again. */
typedef struct { struct sockaddr_storage tcp, udp; socklen_t size; long times, good; pthread_t thread; } Member;

static void * member (void * cookie)
{
  Member * one = cookie;
  char into[16];
  long i;
  for (i = 0; i < one->times; i++)
  {
    int stream = socket (AF_INET, SOCK_STREAM, 0), datagram = socket (AF_INET, SOCK_DGRAM, 0), copy;
    if (connect (stream, (struct sockaddr *) &one->tcp, one->size) == 0 && send (stream, "stream", 6, MSG_NOSIGNAL) == 6
        && recv (stream, into, 6, MSG_WAITALL) == 6)
      one->good++;
    copy = dup (stream);
    close (stream);
    close (copy);
    if (sendto (datagram, "datagram", 8, 0, (struct sockaddr *) &one->udp, one->size) == 8 && recv (datagram, into, 16, 0) == 8) one->good++;
    close (datagram);
  }
  return NULL;
}

static long do_crowd (const Step * step, Done * done)
{
  static Member members[32];
  int i, count = atoi (word_of (step, 4));
  long good = 0;
  (void) done;
  for (i = 0; i < count && i < 32; i++)
  {
    members[i].size = address_of (word_of (step, 1), word_of (step, 2), &members[i].tcp);
    address_of (word_of (step, 1), word_of (step, 3), &members[i].udp);
    members[i].times = atol (word_of (step, 5));
    members[i].good = 0;
    pthread_create (&members[i].thread, NULL, member, &members[i]);
  }
  for (i = 0; step->count > 6 && i < 30; i++)
  {
    void * loaded = dlopen (word_of (step, 6), RTLD_NOW);
    if (loaded != NULL) dlclose (loaded);
  }
  for (i = 0; i < count && i < 32; i++)
  {
    pthread_join (members[i].thread, NULL);
    good += members[i].good;
  }
  return good;
}

static long do_reset (const Step * step, Done * done)
{
  (void) step;
  (void) done;
  made = 0;
  return 0;
}

static const struct { const char * name; long (* run) (const Step *, Done *); } steps[] = {
  { "open", do_open }, { "connect", do_connect }, { "bad", do_bad }, { "nonblock", do_nonblock }, { "wait", do_wait },
  { "error", do_error }, { "send", do_send }, { "mixed", do_mixed }, { "segments", do_segments }, { "big", do_big },
  { "drain", do_drain }, { "recv", do_recv }, { "copy", do_copy }, { "close", do_close }, { "shutdown", do_shutdown },
  { "lookup", do_lookup }, { "byname", do_byname }, { "child", do_child }, { "wait-in", do_wait_in }, { "waited", do_waited },
  { "listen", do_listen }, { "load", do_load }, { "tls", do_tls }, { "storm", do_storm }, { "reset", do_reset },
  { "crowd", do_crowd }, { "handshake", do_handshake },
  { "secure", do_secure }, { "vanish", do_vanish }, { "flags", do_flags }, { "interrupt", do_interrupt }, { "accept", do_accept },
};

static void go (char * line, char * answer)
{
  char * rest = NULL, * text = strtok_r (line, ";", &rest);
  size_t i;
  answer[0] = 0;
  for (i = 0; i < sizeof large; i++) large[i] = (char) ('a' + i % 26);
  for (; text != NULL; text = strtok_r (NULL, ";", &rest))
  {
    Step step = { { NULL }, 0 };
    Done done = { 0, 0, "" };
    char * words = NULL, * word = strtok_r (text, " ", &words);
    for (; word != NULL && step.count < 8; word = strtok_r (NULL, " ", &words)) step.words[step.count++] = word;
    for (i = 0; i < sizeof steps / sizeof steps[0]; i++)
    {
      if (step.count == 0 || strcmp (steps[i].name, step.words[0]) != 0) continue;
      errno = 0;
      done.result = steps[i].run (&step, &done);
      done.error = errno;
    }
    i = strlen (answer);
    snprintf (answer + i, ROOM - i, "%ld %d%s%s;", done.result, done.error, done.text[0] != 0 ? " " : "", done.text);
  }
}

typedef struct { char * line; char answer[ROOM]; } Work;

static void * work (void * cookie)
{
  Work * one = cookie;
  pthread_setname_np (pthread_self (), "net-worker");
  go (one->line, one->answer);
  return one;
}

/* The functions of JNI used here, by their place in the table (Java Native Interface Specification, chapter 4). */
#define CALL(index, type) ((type) (*(void ***) env)[index])

/* Class: cn.demostat.analytics.NativeReads, method: static native String run (String line, boolean apart). */
void * Java_cn_demostat_analytics_NativeReads_run (void * env, void * cls, void * line, unsigned char apart)
{
  const char * text = CALL (169, const char * (*) (void *, void *, void *)) (env, line, NULL);
  static Work one;
  pthread_t thread;
  (void) cls;
  one.line = strdup (text == NULL ? "" : text);
  if (text != NULL) CALL (170, void (*) (void *, void *, const char *)) (env, line, text);
  if (apart && pthread_create (&thread, NULL, work, &one) == 0) pthread_join (thread, NULL);
  else if (!apart) go (one.line, one.answer);
  free (one.line);
  return CALL (167, void * (*) (void *, const char *)) (env, one.answer);
}
