// The C part of native hooks: decides, without entering JavaScript, whether a call is one to look at.
//
// Functions like open and ioctl are called thousands of times a second. Each hooked function gets an entry in C
// that calls the original first and looks at the arguments afterwards: a pointer that the kernel or the library
// has just read through can be read, one that it refused (EFAULT) is never touched. `gate` is where JavaScript
// listens; it runs while the entry's frame still stands, so the caller's stack can be read from there.

/** What an entry looks for. The numbers are those of the C source below. */
export const Kind = {
  /** Every call. */
  any: 0,
  /** A path that one of the globs fits. */
  path: 1,
  /** A text that equals one of a list. */
  name: 2,
  /** As `name`; what is returned stands for that name in `held` and `heard`. */
  found: 3,
  /** A pointer that a `found` call returned. */
  held: 4,
  /** As `held`; the value arrives at a callback. */
  heard: 5,
  /** A number that equals one of a list. */
  number: 6,
  /** `syscall` of open or openat with a path as for `path`. */
  syscall: 7,
  /** `socket` of the netlink family: its descriptor is remembered. */
  netlink: 8,
  /** A request sent through a remembered netlink socket. */
  request: 9,
  /** As `request`, with the message in a `struct msghdr`. */
  message: 10,
  /** Bytes read from the descriptor of an opened file that is being followed. */
  read: 11,
  close: 12,
  closeStream: 13,
  /** Never returns when it succeeds: told before it runs. */
  exec: 14,
} as const;

/** Functions that can be hooked in one process. */
export const MOST_ENTRIES = 64;
/** File descriptors that can be followed. */
export const MOST_DESCRIPTORS = 4096;
export const MOST_RANGES = 32;

/** Words of a `Hook`, of a `Call`, as both sides know them. */
export const HOOK = { kind: 0, at: 1, wanted: 2, original: 3, own: 4, pointer: 5, trapped: 6, words: 7 } as const;
export const CALL = { hook: 0, frame: 1, caller: 2, result: 3, error: 4, text: 5, value: 6, elapsed: 7, args: 8 } as const;
export const ARGUMENTS = 6;

/** Marks of descriptors. */
export const FILE = 1;

const entries = Array.from({ length: MOST_ENTRIES }, (_, i) =>
  `gsize entry_${i} (W a, W b, W c, W d, W e, W f)
{ return pass (${i}, (W *) __builtin_frame_address (0), (W) __builtin_return_address (0), a, b, c, d, e, f); }`).join("\n");

// Written for TinyCC, which compiles it inside the process.
export const SOURCE = `
#include <glib.h>
#include <string.h>
#include <gum/guminterceptor.h>
#include <gum/gumprocess.h>

typedef gsize W;
typedef W (* Function) (W, W, W, W, W, W);
typedef struct { W kind, at; const void * wanted; Function original; W own, pointer, trapped; } Hook;
typedef struct { W hook, frame, caller, result, error, text, value, elapsed, args[${ARGUMENTS}]; } Call;
typedef void (* Listener) (void *, const char *, const char *, guint32);
typedef struct { Listener listener; void * cookie; char value[1024]; } Heard;

extern Hook hooks[];
extern guint8 descriptors[];
extern W ranges[];
extern W found[];
extern volatile gint running;
extern const gint process;
extern const W open_number, openat_number;
extern gint getpid (void);
extern gint fileno (void * stream);
extern void content (gint descriptor, const void * bytes, gint count);
extern void closed (gint descriptor);

#define FOUND 256
#define DESCRIPTORS ${MOST_DESCRIPTORS}
#define LONGEST 512
#define BAD_ADDRESS 14

/* JavaScript listens here. First of all functions. */
void gate (Call * call) {}

/* Tells at install where an entry's frame stands below the caller's stack pointer. */
W probe (void) { return (W) __builtin_frame_address (0); }

static int is_digit (char c) { return c >= '0' && c <= '9'; }

/* "*" fits within one part of a path, "**" the rest of it, "#" the number of another process. */
static int fits (const char * glob, const char * path)
{
  for (; *glob != 0; glob++)
  {
    if (*glob == '*')
    {
      if (glob[1] == '*') return 1;
      for (;; path++)
      {
        if (fits (glob + 1, path)) return 1;
        if (*path == 0 || *path == '/') return 0;
      }
    }
    if (*glob == '#')
    {
      gint number = 0;
      if (!is_digit (*path)) return 0;
      for (; is_digit (*path) && number < 100000000; path++) number = number * 10 + (*path - '0');
      if (is_digit (*path) || number == getpid ()) return 0;
      continue;
    }
    if (*glob != *path) return 0;
    path++;
  }
  return *path == 0;
}

/* Collapse "//", "/./" and "/x/../"; 0 where the result would not fit. */
static int plain (const char * path, char * out)
{
  int n = 0;
  while (*path != 0)
  {
    if (*path == '/')
    {
      while (path[1] == '/' || (path[1] == '.' && (path[2] == '/' || path[2] == 0))) path += path[1] == '/' ? 1 : 2;
      if (path[1] == '.' && path[2] == '.' && (path[3] == '/' || path[3] == 0))
      {
        while (n > 0 && out[--n] != '/') ;
        path += 3;
        continue;
      }
    }
    if (n + 1 >= LONGEST) return 0;
    out[n++] = *path++;
  }
  out[n] = 0;
  return 1;
}

/* Paths are told apart by their second and third character before a glob is tried. */
typedef struct { guint8 starts[8192]; const char * globs[1]; } Paths;

/* Which glob fits, from 1; 0 for none. */
static W path_fits (const Paths * paths, const char * path)
{
  char copy[LONGEST];
  const char * const * glob;
  guint key;
  if ((W) path < 65536 || path[0] != '/') return 0;
  key = (guint8) path[1];
  if (key == 0) return 0;
  if (key != '/' && key != '.')
  {
    key |= (guint) (guint8) path[2] << 8;
    if ((paths->starts[key >> 3] & (1 << (key & 7))) == 0) return 0;
  }
  if (!plain (path, copy)) return 0;
  for (glob = paths->globs; *glob != NULL; glob++)
    if ((*glob)[1] == copy[1] && fits (*glob, copy)) return (W) (glob - paths->globs) + 1;
  return 0;
}

static W name_index (const char * const * names, const char * name)
{
  W i;
  if ((W) name < 65536) return 0;
  for (i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0) return i + 1;
  return 0;
}

static void keep_found (W pointer, W name)
{
  W i, slot = (pointer >> 2) % FOUND;
  for (i = 0; i < FOUND; i++, slot = (slot + 1) % FOUND)
  {
    if (found[2 * slot] != 0 && found[2 * slot] != pointer) continue;
    found[2 * slot + 1] = name;
    found[2 * slot] = pointer;
    return;
  }
}

static W find_found (W pointer)
{
  W i, slot = (pointer >> 2) % FOUND;
  for (i = 0; i < FOUND && found[2 * slot] != 0; i++, slot = (slot + 1) % FOUND)
    if (found[2 * slot] == pointer) return found[2 * slot + 1];
  return 0;
}

static int has_number (const W * numbers, guint32 number)
{
  /* The first word counts them. */
  W i;
  for (i = 1; i <= numbers[0]; i++)
    if ((guint32) numbers[i] == number) return 1;
  return 0;
}

/* The C library, the VM and ourselves: what they call is a part of what was asked of them. */
static int is_internal (W caller)
{
  W * range;
  for (range = ranges; range[1] != 0; range += 2)
    if (caller >= range[0] && caller < range[1]) return 1;
  return 0;
}

static void hear (Heard * heard, const char * name, const char * value, guint32 serial)
{
  W i;
  for (i = 0; i + 1 < sizeof (heard->value) && value[i] != 0; i++) heard->value[i] = value[i];
  heard->value[i] = 0;
  heard->listener (heard->cookie, name, value, serial);
}

static const guint8 * request_of (W kind, W argument)
{
  /* struct msghdr: name, its length, then the vector of buffers. */
  if (kind == ${Kind.message}) return *(const guint8 **) ((W *) argument)[2];
  return (const guint8 *) argument;
}

static int selects (const Hook * hook, Call * call, gint error)
{
  /* What the kernel could not read through may not be there. */
  int refused = error == BAD_ADDRESS && (hook->pointer ? call->result == 0 : (gint) call->result == -1);
  switch (hook->kind)
  {
    case ${Kind.any}: return 1;
    case ${Kind.path}:
      call->text = call->args[hook->at];
      if (!refused) call->value = path_fits (hook->wanted, (const char *) call->text);
      return call->value != 0;
    case ${Kind.syscall}:
      if (call->args[0] != open_number && call->args[0] != openat_number) return 0;
      call->text = call->args[call->args[0] == openat_number ? 2 : 1];
      if (!refused) call->value = path_fits (hook->wanted, (const char *) call->text);
      return call->value != 0;
    case ${Kind.name}:
      call->text = call->args[hook->at];
      return name_index (hook->wanted, (const char *) call->text) != 0;
    case ${Kind.found}:
    {
      W name = name_index (hook->wanted, (const char *) call->args[hook->at]);
      if (name == 0) return 0;
      if (call->result != 0) keep_found (call->result, (W) ((const char * const *) hook->wanted)[name - 1]);
      call->text = call->args[hook->at];
      return 1;
    }
    case ${Kind.held}:
      call->text = find_found (call->args[0]);
      return call->text != 0;
    case ${Kind.number}: return has_number (hook->wanted, (guint32) call->args[hook->at]);
    case ${Kind.request}:
    case ${Kind.message}:
      if (refused || call->args[0] >= DESCRIPTORS || descriptors[call->args[0]] != 2) return 0;
      call->value = ((const guint16 *) request_of (hook->kind, call->args[1]))[2];
      return has_number (hook->wanted, (guint32) call->value);
  }
  return 0;
}

/* What follows what was opened; never an event itself. */
static void follow (const Hook * hook, W result, W descriptor, W second, W third)
{
  if (hook->kind == ${Kind.netlink})
  {
    if ((gint) result >= 0 && result < DESCRIPTORS && (guint32) descriptor == 16 && (guint32) third == 0) descriptors[result] = 2;
    return;
  }
  if (descriptor < DESCRIPTORS && descriptors[descriptor] == ${FILE} && (gssize) result > 0)
    content ((gint) descriptor, (const void *) second, (gint) result);
}

static void end_follow (W descriptor)
{
  guint8 mark;
  if (descriptor >= DESCRIPTORS) return;
  mark = descriptors[descriptor];
  descriptors[descriptor] = 0;
  if (mark == ${FILE}) closed ((gint) descriptor);
}

static W pass (W i, W * frame, W caller, W a, W b, W c, W d, W e, W f)
{
  Hook * hook = &hooks[i];
  Call call;
  Heard heard;
  W result, name;
  gint64 began = 0;
  gint error;

  switch (hook->kind)
  {
    case ${Kind.close}: case ${Kind.closeStream}: case ${Kind.read}: case ${Kind.netlink}:
      if (getpid () != process) return hook->original (a, b, c, d, e, f);
      g_atomic_int_add (&running, 1);
      if (hook->kind == ${Kind.close}) end_follow (a);
      if (hook->kind == ${Kind.closeStream}) end_follow ((W) fileno ((void *) a));
      result = hook->original (a, b, c, d, e, f);
      error = gum_thread_get_system_error ();
      if (hook->kind == ${Kind.read} || hook->kind == ${Kind.netlink}) follow (hook, result, a, b, c);
      gum_thread_set_system_error (error);
      g_atomic_int_add (&running, -1);
      return result;
  }
  call.hook = i; call.frame = (W) frame; call.caller = caller; call.text = 0; call.value = 0; call.elapsed = 0;
  call.error = 0; call.result = 0;
  call.args[0] = a; call.args[1] = b; call.args[2] = c; call.args[3] = d; call.args[4] = e; call.args[5] = f;
  if (hook->kind == ${Kind.exec})
  {
    /* A child between fork and exec has no other thread of ours: JavaScript could wait there for ever. And where it
       shares our memory until it is another program, nothing may be counted that would have to be taken back. */
    if (getpid () == process && !is_internal (caller)) gate (&call);
    return hook->original (a, b, c, d, e, f);
  }
  /* Frida's trampoline has put its own return address in the place of the caller's. */
  if (hook->trapped) call.caller = caller = (W) gum_invocation_context_get_return_address (gum_interceptor_get_current_invocation ());
  g_atomic_int_add (&running, 1);
  if (hook->kind == ${Kind.any}) began = g_get_monotonic_time ();
  if (hook->kind == ${Kind.heard} && !is_internal (caller) && (name = find_found (a)) != 0)
  {
    heard.listener = (Listener) b; heard.cookie = (void *) c; heard.value[0] = 0;
    result = hook->original (a, (W) hear, (W) &heard, d, e, f);
    call.text = name; call.value = (W) heard.value;
  }
  else
    result = hook->original (a, b, c, d, e, f);
  error = gum_thread_get_system_error ();
  call.result = result; call.error = (W) error;
  if (began != 0) call.elapsed = (W) (g_get_monotonic_time () - began);
  if (call.text != 0 || selects (hook, &call, error))
  {
    if (is_internal (caller)) hook->own++;
    else if (getpid () == process) gate (&call);
  }
  gum_thread_set_system_error (error);
  g_atomic_int_add (&running, -1);
  return result;
}

${entries}

/* Functions stand in the order they are written in: from gate to here all code is ours. */
void code_end (void) {}
`;
