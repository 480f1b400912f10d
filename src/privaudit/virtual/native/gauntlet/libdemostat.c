/* The native half of the made-up 示例统计SDK: reads identifiers past Java, in every way the catalogue names.
 *
 * `cn.demostat.analytics.NativeReads.run` takes a line "way argument" and returns what the way gave, its errno
 * included, so that a run with the agent can be compared with one without. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct prop_info prop_info;
typedef struct { const uint8_t * ptr; size_t length; } ByteArray;

extern int __system_property_get (const char *, char *);
extern const prop_info * __system_property_find (const char *);
extern int __system_property_read (const prop_info *, char *, char *);
extern int __system_property_foreach (void (*) (const prop_info *, void *), void *);
extern void __system_property_read_callback (const prop_info *, void (*) (void *, const char *, const char *, uint32_t), void *);
extern void * AMediaDrm_createByUUID (const uint8_t *);
extern int AMediaDrm_getPropertyByteArray (void *, const char *, ByteArray *);
extern void AMediaDrm_release (void *);
extern int32_t AAudio_createStreamBuilder (void **);
extern void AAudioStreamBuilder_setDirection (void *, int32_t);
extern int32_t AAudioStreamBuilder_openStream (void *, void **);
extern int32_t AAudioStreamBuilder_delete (void *);
extern void * ACameraManager_create (void);
extern int ACameraManager_openCamera (void *, const char *, void *, void **);
extern void ACameraManager_delete (void *);
extern void * ASensorManager_getInstanceForPackage (const char *);
extern int ASensorManager_getSensorList (void *, const void * const **);
extern const void * ASensorManager_getDefaultSensor (void *, int);
extern void * ASensorManager_createEventQueue (void *, void *, int, void *, void *);
extern int ASensorEventQueue_enableSensor (void *, const void *);
extern int ASensorEventQueue_registerSensor (void *, const void *, int32_t, int64_t);
#ifdef __GLIBC__
extern int __open_2 (const char *, int);
extern int __openat_2 (int, const char *, int);
#endif

extern char ** environ;

#define ROOM 2048
typedef struct { char text[ROOM]; } Answer;
typedef void (* Way) (const char * argument, Answer * answer);

/* Every way ends here, so that none is a tail call and each leaves its frame on the stack. */
static void say (Answer * answer, long result, int error, const char * text)
{
  snprintf (answer->text, ROOM, "%ld %d %s", result, error, text == NULL ? "" : text);
}

static void read_on (int descriptor, Answer * answer)
{
  char text[512] = "";
  int error = errno;
  ssize_t got = 0;
  if (descriptor >= 0)
  {
    got = read (descriptor, text, sizeof text - 1);
    text[got > 0 ? got : 0] = 0;
    close (descriptor);
  }
  say (answer, descriptor >= 0 ? 0 : -1, descriptor >= 0 ? 0 : error, text);
}

static void way_open (const char * path, Answer * answer) { errno = 0; read_on (open (path, O_RDONLY), answer); }
static void way_openat (const char * path, Answer * answer) { errno = 0; read_on (openat (AT_FDCWD, path, O_RDONLY), answer); }
static void way_open_2 (const char * path, Answer * answer)
{
  errno = 0;
#ifdef __GLIBC__
  read_on (__open_2 (path, O_RDONLY), answer);
#else
  read_on (open (path, O_RDONLY), answer);
#endif
}
static void way_openat_2 (const char * path, Answer * answer)
{
  errno = 0;
#ifdef __GLIBC__
  read_on (__openat_2 (AT_FDCWD, path, O_RDONLY), answer);
#else
  read_on (openat (AT_FDCWD, path, O_RDONLY), answer);
#endif
}
static void way_syscall (const char * path, Answer * answer)
{
  errno = 0;
  read_on ((int) syscall (SYS_openat, AT_FDCWD, path, O_RDONLY), answer);
}
static void way_bad (const char * unused, Answer * answer)
{
  (void) unused;
  errno = 0;
  int descriptor = open ((const char *) (uintptr_t) 0x7000000000, O_RDONLY);
  say (answer, descriptor, errno, "");
}

static void way_fopen (const char * path, Answer * answer)
{
  char text[512] = "";
  errno = 0;
  FILE * file = fopen (path, "r");
  int error = errno;
  if (file != NULL)
  {
    if (fgets (text, sizeof text, file) == NULL) text[0] = 0;
    fclose (file);
  }
  say (answer, file != NULL, error, text);
}

static void way_pread (const char * path, Answer * answer)
{
  char text[512] = "";
  int descriptor = open (path, O_RDONLY);
  ssize_t got = pread (descriptor, text, sizeof text - 1, 0);
  close (descriptor);
  say (answer, (long) got, 0, text);
}

static void way_access (const char * path, Answer * answer) { errno = 0; int r = access (path, F_OK); say (answer, r, errno, ""); }
static void way_faccessat (const char * path, Answer * answer) { errno = 0; int r = faccessat (AT_FDCWD, path, F_OK, 0); say (answer, r, errno, ""); }
static void way_stat (const char * path, Answer * answer) { struct stat s; errno = 0; int r = stat (path, &s); say (answer, r, errno, ""); }
static void way_lstat (const char * path, Answer * answer) { struct stat s; errno = 0; int r = lstat (path, &s); say (answer, r, errno, ""); }
static void way_fstatat (const char * path, Answer * answer) { struct stat s; errno = 0; int r = fstatat (AT_FDCWD, path, &s, 0); say (answer, r, errno, ""); }
static void way_readlink (const char * path, Answer * answer) { char t[64]; errno = 0; long r = readlink (path, t, sizeof t); say (answer, r, errno, ""); }
static void way_opendir (const char * path, Answer * answer)
{
  errno = 0;
  DIR * folder = opendir (path);
  int error = errno;
  if (folder != NULL) closedir (folder);
  say (answer, folder != NULL, error, "");
}

static void way_get (const char * name, Answer * answer)
{
  char value[92];
  errno = 7;
  int length = __system_property_get (name, value);
  say (answer, length, errno, value);
}

static void heard (void * cookie, const char * name, const char * value, uint32_t serial)
{
  say (cookie, (long) serial, 0, value);
  strncat (((Answer *) cookie)->text, name, 200);
}

static void way_callback (const char * name, Answer * answer)
{
  const prop_info * info = __system_property_find (name);
  if (info == NULL) say (answer, -1, 0, "not found");
  else __system_property_read_callback (info, heard, answer);
}

static void way_read (const char * name, Answer * answer)
{
  char value[92] = "", found[256] = "";
  const prop_info * info = __system_property_find (name);
  int length = info == NULL ? -1 : __system_property_read (info, found, value);
  say (answer, length, 0, value);
}

static void count (const prop_info * info, void * cookie)
{
  (void) info;
  ++*(long *) cookie;
}

static void way_foreach (const char * unused, Answer * answer)
{
  long found = 0;
  (void) unused;
  int result = __system_property_foreach (count, &found);
  say (answer, result, found > 0, "");
}

static void way_interfaces (const char * unused, Answer * answer)
{
  struct ifaddrs * list = NULL, * one;
  char text[1024] = "";
  (void) unused;
  errno = 0;
  int result = getifaddrs (&list);
  for (one = list; one != NULL; one = one->ifa_next)
    if (one->ifa_addr != NULL && one->ifa_addr->sa_family == AF_INET)
    {
      char address[64];
      inet_ntop (AF_INET, &((struct sockaddr_in *) one->ifa_addr)->sin_addr, address, sizeof address);
      strncat (text, address, 64);
      strncat (text, " ", 2);
    }
  freeifaddrs (list);
  say (answer, result, errno, text);
}

static void way_ioctl (const char * request, Answer * answer)
{
  char text[64] = "";
  struct ifreq asked;
  struct ifconf table;
  struct ifreq entries[16];
  int result, descriptor = socket (AF_INET, SOCK_DGRAM, 0);
  memset (&asked, 0, sizeof asked);
  strcpy (asked.ifr_name, "lo");
  errno = 0;
  if (strcmp (request, "missing") == 0) strcpy (asked.ifr_name, "wlan9");
  if (strcmp (request, "table") == 0)
  {
    table.ifc_len = sizeof entries;
    table.ifc_req = entries;
    result = ioctl (descriptor, SIOCGIFCONF, &table);
  }
  else if (strcmp (request, "address") == 0)
  {
    result = ioctl (descriptor, SIOCGIFADDR, &asked);
    inet_ntop (AF_INET, &((struct sockaddr_in *) &asked.ifr_addr)->sin_addr, text, sizeof text);
  }
  else
    result = ioctl (descriptor, strcmp (request, "index") == 0 ? SIOCGIFINDEX : SIOCGIFHWADDR, &asked);
  int error = errno;
  close (descriptor);
  say (answer, result, error, text);
}

static void way_netlink (const char * how, Answer * answer)
{
  struct { struct nlmsghdr head; struct ifinfomsg body; } ask;
  struct sockaddr_nl kernel;
  struct iovec part = { &ask, sizeof ask };
  struct msghdr message;
  char got[8192];
  int descriptor = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  memset (&ask, 0, sizeof ask);
  memset (&kernel, 0, sizeof kernel);
  memset (&message, 0, sizeof message);
  kernel.nl_family = AF_NETLINK;
  message.msg_name = &kernel; message.msg_namelen = sizeof kernel; message.msg_iov = &part; message.msg_iovlen = 1;
  ask.head.nlmsg_len = sizeof ask;
  ask.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  ask.head.nlmsg_type = strcmp (how, "sendmsg") == 0 ? RTM_GETNEIGH : strcmp (how, "write") == 0 ? RTM_GETADDR : RTM_GETLINK;
  connect (descriptor, (struct sockaddr *) &kernel, sizeof kernel);
  errno = 0;
  ssize_t sent;
  if (strcmp (how, "sendmsg") == 0) sent = sendmsg (descriptor, &message, 0);
  else if (strcmp (how, "write") == 0) sent = write (descriptor, &ask, sizeof ask);
  else if (strcmp (how, "send") == 0) sent = send (descriptor, &ask, sizeof ask, 0);
  else sent = sendto (descriptor, &ask, sizeof ask, 0, (struct sockaddr *) &kernel, sizeof kernel);
  int error = errno;
  ssize_t answered = recv (descriptor, got, sizeof got, 0);
  close (descriptor);
  say (answer, (long) sent, error, answered > 0 ? "answered" : "silent");
}

static void way_drm (const char * name, Answer * answer)
{
  static const uint8_t widevine[16] = { 0xed, 0xef, 0x8b, 0xa9, 0x79, 0xd6, 0x4a, 0xce, 0xa3, 0xc8, 0x27, 0xdc, 0xd5, 0x1d, 0x21, 0xed };
  void * drm = AMediaDrm_createByUUID (widevine);
  ByteArray value = { NULL, 0 };
  char text[16] = "";
  int status = AMediaDrm_getPropertyByteArray (drm, name, &value);
  if (status == 0) snprintf (text, sizeof text, "%02x%02x", value.ptr[0], value.ptr[1]);
  AMediaDrm_release (drm);
  say (answer, status, (int) value.length, text);
}

static void way_record (const char * unused, Answer * answer)
{
  void * builder = NULL, * stream = NULL;
  (void) unused;
  AAudio_createStreamBuilder (&builder);
  AAudioStreamBuilder_setDirection (builder, 0);
  AAudioStreamBuilder_setDirection (builder, 1);
  int32_t status = AAudioStreamBuilder_openStream (builder, &stream);
  AAudioStreamBuilder_delete (builder);
  say (answer, status, 0, "");
}

static void way_camera (const char * id, Answer * answer)
{
  void * device = NULL, * manager = ACameraManager_create ();
  int status = ACameraManager_openCamera (manager, id, NULL, &device);
  ACameraManager_delete (manager);
  say (answer, status, 0, "");
}

static void way_sensors (const char * package, Answer * answer)
{
  const void * const * list = NULL;
  void * manager = ASensorManager_getInstanceForPackage (package);
  int count = ASensorManager_getSensorList (manager, &list);
  const void * sensor = ASensorManager_getDefaultSensor (manager, 1);
  void * queue = ASensorManager_createEventQueue (manager, NULL, 0, NULL, NULL);
  int status = ASensorEventQueue_enableSensor (queue, sensor) + ASensorEventQueue_registerSensor (queue, NULL, 1000, 0);
  say (answer, count, status, "");
}

static void way_popen (const char * command, Answer * answer)
{
  char text[256] = "";
  FILE * stream = popen (command, "r");
  if (stream != NULL && fgets (text, sizeof text, stream) == NULL) text[0] = 0;
  say (answer, stream == NULL ? -1 : pclose (stream), 0, text);
}

static void way_system (const char * command, Answer * answer) { int r = system (command); say (answer, r, 0, ""); }

static void way_spawn (const char * path, Answer * answer)
{
  char * argv[] = { (char *) path, (char *) "first", NULL };
  pid_t child = 0;
  int status = 0, result = posix_spawn (&child, path, NULL, NULL, argv, environ);
  if (result == 0) waitpid (child, &status, 0);
  say (answer, result, status, "");
}

static void way_spawnp (const char * name, Answer * answer)
{
  char * argv[] = { (char *) name, NULL };
  pid_t child = 0;
  int status = 0, result = posix_spawnp (&child, name, NULL, NULL, argv, environ);
  if (result == 0) waitpid (child, &status, 0);
  say (answer, result, status, "");
}

static void way_fork (const char * path, Answer * answer)
{
  char * argv[] = { (char *) path, NULL };
  int status = 0;
  pid_t child = fork ();
  if (child == 0)
  {
    int descriptor = open ("/proc/net/arp", O_RDONLY);
    if (descriptor >= 0) close (descriptor);
    execve (path, argv, environ);
    _exit (9);
  }
  waitpid (child, &status, 0);
  say (answer, 0, WEXITSTATUS (status), "");
}

static void way_execve (const char * path, Answer * answer)
{
  char * argv[] = { (char *) path, (char *) "word", NULL };
  errno = 0;
  int result = execve (path, argv, environ);
  say (answer, result, errno, "");
}

static void way_hostname (const char * unused, Answer * answer)
{
  char text[256] = "";
  (void) unused;
  int result = gethostname (text, sizeof text);
  say (answer, result, 0, text);
}

static void way_storm (const char * calls, Answer * answer)
{
  struct timespec began, ended;
  long i, count = atol (calls), opened = 0;
  clock_gettime (CLOCK_MONOTONIC, &began);
  for (i = 0; i < count; i++)
  {
    int descriptor = open ("/usr/nothing/here", O_RDONLY);
    if (descriptor >= 0) opened++;
  }
  clock_gettime (CLOCK_MONOTONIC, &ended);
  say (answer, opened, 0, "");
  snprintf (answer->text + strlen (answer->text), 64, "%lld",
      (long long) (ended.tv_sec - began.tv_sec) * 1000000000LL + (ended.tv_nsec - began.tv_nsec));
}

static void way_many (const char * calls, Answer * answer)
{
  long i, count = atol (calls), opened = 0;
  for (i = 0; i < count; i++)
  {
    int descriptor = open ("/proc/net/arp", O_RDONLY);
    if (descriptor >= 0) opened++;
    close (descriptor);
  }
  say (answer, opened == count, 0, "");
}

static const struct { const char * name; Way way; } ways[] = {
  { "open", way_open }, { "openat", way_openat }, { "open_2", way_open_2 }, { "openat_2", way_openat_2 }, { "syscall", way_syscall }, { "bad", way_bad },
  { "fopen", way_fopen }, { "pread", way_pread }, { "access", way_access }, { "faccessat", way_faccessat }, { "stat", way_stat },
  { "lstat", way_lstat }, { "fstatat", way_fstatat }, { "readlink", way_readlink }, { "opendir", way_opendir },
  { "get", way_get }, { "callback", way_callback }, { "read", way_read }, { "foreach", way_foreach }, { "interfaces", way_interfaces },
  { "ioctl", way_ioctl }, { "netlink", way_netlink }, { "drm", way_drm }, { "record", way_record }, { "camera", way_camera },
  { "sensors", way_sensors }, { "popen", way_popen }, { "system", way_system }, { "spawn", way_spawn }, { "spawnp", way_spawnp },
  { "fork", way_fork }, { "execve", way_execve }, { "hostname", way_hostname }, { "storm", way_storm }, { "many", way_many },
};

static void go (const char * line, Answer * answer)
{
  char name[32];
  size_t i, length = strcspn (line, " ");
  answer->text[0] = 0;
  if (length >= sizeof name) return;
  memcpy (name, line, length);
  name[length] = 0;
  for (i = 0; i < sizeof ways / sizeof ways[0]; i++)
    if (strcmp (ways[i].name, name) == 0) ways[i].way (line[length] == 0 ? "" : line + length + 1, answer);
}

typedef struct { const char * line; Answer answer; } Work;

static void * work (void * cookie)
{
  Work * one = cookie;
  pthread_setname_np (pthread_self (), "stat-worker");
  go (one->line, &one->answer);
  return one;
}

/* The functions of JNI used here, by their place in the table (Java Native Interface Specification, chapter 4). */
#define CALL(index, type) ((type) (*(void ***) env)[index])

/* Class: cn.demostat.analytics.NativeReads, method: static native String run (String line, boolean apart). */
void * Java_cn_demostat_analytics_NativeReads_run (void * env, void * cls, void * line, unsigned char apart)
{
  static char nothing[] = "";
  const char * text = CALL (169, const char * (*) (void *, void *, void *)) (env, line, NULL);
  Work one = { text == NULL ? nothing : text, { "" } };
  pthread_t thread;
  (void) cls;
  if (apart && pthread_create (&thread, NULL, work, &one) == 0) pthread_join (thread, NULL);
  else if (!apart) go (one.line, &one.answer);
  if (text != NULL) CALL (170, void (*) (void *, void *, const char *)) (env, line, text);
  return CALL (167, void * (*) (void *, const char *)) (env, one.answer.text);
}
