// The short way for calls of which nothing is told: on HotSpot an entry in C stands before a method's callback. It
// lets the calls of sites that are closed (a flood, the platform's own work) and calls within a watched call go
// straight to the original, and counts them. Everything else goes to JavaScript, as it would without it.

import type { Counter } from "../lib/counts.js";
import { onFlush } from "../lib/emit.js";
import { Jni } from "../lib/jni.js";
import { alsoRunning, NONE, type Method } from "../lib/methods.js";
import type { Stacks } from "../lib/sites.js";
import { cls } from "../lib/values.js";
import type { Flood } from "./flood.js";
import type { Shape } from "./shapes.js";
import { awake, type Feeder } from "./works.js";

const MOST_SLOTS = 128;
const MOST_SITES = 4_096;
const MOST_THREADS = 4_096;
const BUCKETS = 65_536;
const PROBES = 16;
const WORD = Process.pointerSize;
const SLOT = 8 * WORD;
const SITE = 32;

/** JNI functions that call the original, by what it returns (Java Native Interface Specification, ch. 4). */
const CALLS: Readonly<Record<string, number>> = { pointer: 66, int32: 81, void: 93 };

const OTHER = 0;
const FEEDS = 1;
const ENDS = 2;
/** States of a site: its calls are counted, or not even that. */
const COUNTED = 1;
const IGNORED = 2;

const SOURCE = `
#include <glib.h>
#include <string.h>

typedef gsize W;
typedef W (* Callback) (W, W, W, W, W, W, W);
typedef W (* CallMethod) (W env, W self, W owner, W method, W * args);
typedef gint (* CallStatic) (W env, W owner, W method, W * args);
typedef guint8 (* Check) (W env);
typedef struct { W original, owner, call, does, closed; Callback callback; W spare[2]; } Slot;
typedef struct { double key; gint slot, state; volatile gint n, errors; gint spare[2]; } Site;
typedef struct { volatile gint claimed; gint depth; W env; } Thread;

extern Slot slots[];
extern Site sites[];
extern Thread threads[];
extern gint blind[];
extern guint8 known[];
extern volatile gint running;
extern volatile gint lost;
extern void * family[];
extern const gint limit;
extern const W system_class;
extern const W hash_method;
extern double identify (void ** family, int start, int limit);
extern void thrown (int slot, void * env);

static Thread * thread_of (W env)
{
  W at = (env >> 4) * 2654435761UL;
  int i;
  for (i = 0; i < ${PROBES}; i++)
  {
    Thread * t = &threads[(at + i) & ${MOST_THREADS - 1}];
    if (t->env == env)
      return t;
    if (t->claimed == 0 && g_atomic_int_add (&t->claimed, 1) == 0)
    {
      t->env = env;
      return t;
    }
  }
  return NULL;
}

unsigned int place_of (double key, int slot)
{
  guint64 bits;
  memcpy (&bits, &key, 8);
  bits = (bits ^ (guint64) slot) * 1099511628211UL;
  return (unsigned int) (bits >> 40) & ${MOST_SITES - 1};
}

static Site * site_of (double key, int slot)
{
  unsigned int at = place_of (key, slot);
  int i;
  for (i = 0; i < ${PROBES}; i++)
  {
    Site * s = &sites[(at + i) & ${MOST_SITES - 1}];
    if (s->key == key && s->slot == slot)
      return (s->state != 0) ? s : NULL;
    if (s->slot == -1)
      return NULL;
  }
  return NULL;
}

static W * functions (W env) { return *(W **) env; }

static W original (Slot * slot, W env, W self, W * args)
{
  CallMethod call = (CallMethod) functions (env)[slot->call];
  return call (env, self, slot->owner, slot->original, args);
}

static int threw (W env)
{
  Check check = (Check) functions (env)[228];
  return check (env);
}

static W run (int i, W env, W self, W * args)
{
  Slot * slot = &slots[i];
  Thread * t = thread_of (env);
  Site * site = NULL;
  gint hash = 0;
  W result;

  if (t != NULL && slot->original != 0 && !slot->closed)
  {
    if (t->depth != 0)
    {
      result = original (slot, env, self, args);
      if (threw (env))
        thrown (i, (void *) env);
      return result;
    }
    site = site_of (identify (family, 1, limit), i);
    if (site != NULL && site->state == ${COUNTED} && slot->does != ${OTHER})
    {
      CallStatic call = (CallStatic) functions (env)[131];
      hash = call (env, system_class, hash_method, &self);
      if (known[hash & ${BUCKETS - 1}] != 0)
        site = NULL;
    }
  }

  if (t != NULL)
    t->depth++;
  if (site == NULL)
  {
    result = slot->callback (env, self, args[0], args[1], args[2], args[3], args[4]);
    if (t != NULL)
      t->depth--;
    return result;
  }
  if (slot->does == ${FEEDS} && site->state == ${COUNTED})
  {
    gint * mark = &blind[hash & ${BUCKETS - 1}];
    if (*mark != hash && *mark != 0)
      lost = 1;
    *mark = hash;
  }
  g_atomic_int_add (&site->n, 1);
  result = original (slot, env, self, args);
  t->depth--;
  if (threw (env))
  {
    g_atomic_int_add (&site->errors, 1);
    thrown (i, (void *) env);
  }
  else if (slot->does == ${ENDS} && site->state == ${COUNTED} && blind[hash & ${BUCKETS - 1}] == hash)
    blind[hash & ${BUCKETS - 1}] = 0;
  return result;
}

static W enter (int i, W env, W self, W a, W b, W c, W d, W e)
{
  W args[5];
  W result;
  args[0] = a; args[1] = b; args[2] = c; args[3] = d; args[4] = e;
  g_atomic_int_add (&running, 1);
  result = run (i, env, self, args);
  g_atomic_int_add (&running, -1);
  return result;
}

${Array.from({ length: MOST_SLOTS }, (_, i) =>
  `W entry_${i} (W env, W self, W a, W b, W c, W d, W e) { return enter (${i}, env, self, a, b, c, d, e); }`).join("\n")}
`;

/** A call site whose calls take the short way. */
interface Muted {
  readonly at: NativePointer;
  readonly counter: Counter;
  readonly ends: boolean;
  readonly feeder: Feeder | null;
  muted: boolean;
  n: number;
  errors: number;
}

/** How a method takes part: as `shapes` says. */
export type Part = Shape["does"];

export class Gate {
  private readonly slots = Memory.alloc(MOST_SLOTS * SLOT);
  private readonly sites = Memory.alloc(MOST_SITES * SITE);
  private readonly threads = Memory.alloc(MOST_THREADS * 2 * WORD);
  private readonly blind = Memory.alloc(BUCKETS * 4);
  private readonly known = Memory.alloc(BUCKETS);
  private readonly cells = Memory.alloc(8 * WORD);
  private readonly code: CModule & Record<string, NativePointer>;
  private readonly placeOf: (key: number, slot: number) => number;
  private readonly methods: Method[] = [];
  private readonly muted = new Map<string, Muted>();
  /** Callbacks and modules the C part uses by address. */
  private readonly held: unknown[] = [];

  private constructor(
    jni: Jni, private readonly stacks: Stacks, private readonly flood: Flood,
    { identify, limit }: NonNullable<Stacks["native"]>,
  ) {
    for (let i = 0; i < MOST_SITES; i++) this.sites.add(i * SITE + 8).writeS32(-1);
    const system = cls(jni, "java.lang.System");
    const thrown = new NativeCallback((slot: number, env: NativePointer) => {
      this.methods[slot]?.leave([], [env], undefined, this.stacks);
    }, "void", ["int", "pointer"]);
    this.cells.writeS32(0);
    this.cells.add(WORD).writeS32(0);
    this.cells.add(2 * WORD).writeS32(limit);
    this.cells.add(3 * WORD).writePointer(system);
    this.cells.add(4 * WORD).writePointer(jni.staticMethodId(system, "identityHashCode", "(Ljava/lang/Object;)I"));
    this.code = new CModule(SOURCE, {
      slots: this.slots, sites: this.sites, threads: this.threads, blind: this.blind, known: this.known,
      running: this.cells, lost: this.cells.add(WORD), limit: this.cells.add(2 * WORD),
      system_class: this.cells.add(3 * WORD), hash_method: this.cells.add(4 * WORD), family: NONE, identify, thrown,
    }) as CModule & Record<string, NativePointer>;
    const place = new NativeFunction(this.code.place_of as NativePointer, "uint", ["double", "int"]);
    this.placeOf = place as unknown as Gate["placeOf"];
    this.held.push(thrown, place);
    alsoRunning(() => this.cells.readS32());
    onFlush(() => { this.tell(); }, "first");
  }

  /** The gate of an installation; null where the VM gives no identity of a stack to C, as ART does not. */
  static make(jni: Jni, stacks: Stacks, flood: Flood): Gate | null {
    return stacks.native === undefined ? null : new Gate(jni, stacks, flood, stacks.native);
  }

  /** Return what stands in a method's place: an entry before its callback, or that itself. */
  entry(method: Method, callback: NativePointer, part: Part): { readonly entry: NativePointer; readonly slot: number } {
    const call = CALLS[method.returnType.type];
    const slot = this.methods.length;
    const entry = this.code[`entry_${slot}`];
    if (call === undefined || !method.isInstance || slot >= MOST_SLOTS || entry === undefined) {
      return { entry: callback, slot: -1 };
    }
    this.methods.push(method);
    const at = this.slots.add(slot * SLOT);
    at.writePointer(NULL);
    at.add(WORD).writePointer(method.owner);
    at.add(2 * WORD).writePointer(ptr(call));
    at.add(3 * WORD).writePointer(ptr(part === "feed" ? FEEDS : part === "end" || part === "begin" ? ENDS : OTHER));
    at.add(4 * WORD).writePointer(NULL);
    at.add(5 * WORD).writePointer(callback);
    return { entry: ptr(entry.toString()), slot };
  }

  /** The original of a method can be called: from now on the short way is open. */
  ready(slot: number, original: NativePointer): void {
    this.slots.add(slot * SLOT).writePointer(original);
  }

  /** Somebody else watches the method as well: all its calls go the long way. */
  close(slot: number): void {
    this.slots.add(slot * SLOT + 4 * WORD).writePointer(ptr(1));
  }

  /** Calls of a site take the short way: `counter` counts them; null where nobody does. */
  mute(slot: number, key: unknown, part: Part, counter: Counter | null, feeder: Feeder | null = null): void {
    if (slot < 0 || typeof key !== "number" || key < 0) return;
    const name = `${slot} ${key}`;
    const before = this.muted.get(name);
    if (before !== undefined) {
      before.muted = true;
      before.at.add(12).writeS32(COUNTED);
      return;
    }
    const at = this.place(slot, key);
    if (at === null) return;
    at.writeDouble(key);
    at.add(8).writeS32(slot);
    at.add(12).writeS32(counter === null ? IGNORED : COUNTED);
    if (counter === null) return;
    const ends = part === "end" || part === "whole";
    this.muted.set(name, { at, counter, ends, feeder, muted: true, n: 0, errors: 0 });
  }

  /** An object is followed from now on (1), or no more (-1): its calls take the long way. */
  follow(hash: number, by: 1 | -1): void {
    const at = this.known.add(hash & (BUCKETS - 1));
    at.writeU8(Math.min(255, Math.max(0, at.readU8() + by)));
  }

  /** Whether an object was fed on the short way since its operation began. */
  wasFed(hash: number): boolean {
    return this.blind.add((hash & (BUCKETS - 1)) * 4).readS32() === hash;
  }

  forget(hash: number): void {
    if (this.wasFed(hash)) this.blind.add((hash & (BUCKETS - 1)) * 4).writeS32(0);
  }

  /** Whether no call takes the short way. */
  get idle(): boolean {
    return this.muted.size === 0;
  }

  /** Whether two objects shared a mark, so that one of them may have lost it. */
  get lost(): boolean {
    return this.cells.add(WORD).readS32() !== 0;
  }

  private place(slot: number, key: number): NativePointer | null {
    const first = this.placeOf(key, slot);
    for (let i = 0; i < PROBES; i++) {
      const at = this.sites.add(((first + i) & (MOST_SITES - 1)) * SITE);
      if (at.add(8).readS32() === -1) return at;
    }
    return null;
  }

  /** Count what went the short way, and open sites that may tell again. */
  private tell(): void {
    if (this.muted.size === 0) return;
    const now = Date.now();
    let opened = false;
    for (const site of this.muted.values()) {
      const n = site.at.add(16).readS32();
      const errors = site.at.add(20).readS32();
      const calls = (n - site.n) | 0;
      if (calls !== 0 || errors !== site.errors) site.counter.add(calls, (errors - site.errors) | 0, now);
      if (site.ends) this.flood.drop(calls);
      site.n = n;
      site.errors = errors;
      if (!site.ends || !site.muted || !this.flood.open(site.counter, now)) continue;
      this.open(site);
      opened = true;
    }
    if (!opened) return;
    for (const site of this.muted.values()) if (site.feeder !== null && site.muted) this.open(site);
  }

  private open(site: Muted): void {
    site.muted = false;
    site.at.add(12).writeS32(0);
    if (site.feeder !== null) awake(site.feeder);
  }
}
