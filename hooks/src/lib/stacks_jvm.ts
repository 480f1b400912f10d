// Stacks on HotSpot, through JVMTI (JVM Tool Interface 1.2): GetStackTrace needs no capability and, for the
// current thread, no safepoint.

import type { WireFrame } from "../generated/wire.js";
import { vmHandle } from "./bridge.js";
import type { Jni } from "./jni.js";
import { hookedByHandle, type Hooked, type SiteKey, type Stacks } from "./sites.js";

const JVMTI_VERSION = 0x30010200;
const GET_SOURCE_FILE_NAME = 11;
const GET_LINE_NUMBERS = 12;
const FRAME = 16;
/** The location JVMTI gives for a native frame. */
const NATIVE = -1;
/** Frames of a stack searched for hooks when an exception passes. */
const DEEPEST = 1024;
/** Frames the C part keeps on its own stack; a longer `max_frames` is refused at install. */
const MOST_FRAMES = 256;
const OPTIONS: NativeFunctionOptions = { exceptions: "propagate" };
const NONE = Memory.alloc(Process.pointerSize);

// 53 bits of the hash, so that a JavaScript number holds it exactly. The frames live on the C stack: while the
// call runs, other threads run JavaScript.
const SOURCE = `
#include <glib.h>
typedef struct { void * method; gint64 location; } Frame;
typedef int (* GetStackTrace) (void * env, void * thread, int start, int max, Frame * frames, int * count);
extern void * const jvmti_env;
extern const GetStackTrace get_stack_trace;

double identify (void ** family, int start, int limit)
{
  Frame frames[${MOST_FRAMES}];
  int count = 0, i;
  guint64 hash = 1469598103934665603UL;
  if (get_stack_trace (jvmti_env, NULL, start, limit, frames, &count) != 0)
    return -1.0;
  if (count > 0 && frames[0].location != -1)
    for (i = 0; family[i] != NULL; i++)
      if (family[i] == frames[0].method)
        return -2.0;
  for (i = 0; i < count; i++)
  {
    hash = (hash ^ (guint64) frames[i].method) * 1099511628211UL;
    hash = (hash ^ (guint64) frames[i].location) * 1099511628211UL;
    hash ^= hash >> 29;
  }
  return (double) (gint64) (hash >> 11);
}
`;

interface MethodFacts {
  readonly cls: string;
  readonly method: string;
  readonly file: string;
  readonly lines: readonly (readonly [start: number, line: number])[];
}

type Call = (...args: (NativePointer | number)[]) => number;

/** Lines by the place in the bytecode where each begins. */
function linesOf(table: ArrayBuffer | null): [number, number][] {
  const view = new DataView(table ?? new ArrayBuffer(0));
  const lines: [number, number][] = [];
  for (let at = 0; at < view.byteLength; at += FRAME) {
    lines.push([Number(view.getBigInt64(at, true)), view.getInt32(at + 8, true)]);
  }
  return lines.sort((a, b) => a[0] - b[0]);
}

class Jvmti {
  private readonly functionTable: NativePointer;
  private readonly functions = new Map<number, Call>();

  constructor(readonly env: NativePointer) {
    this.functionTable = env.readPointer();
    const capabilities = Memory.alloc(16);
    capabilities.writeU32((1 << GET_SOURCE_FILE_NAME) | (1 << GET_LINE_NUMBERS));
    this.call(142, ["pointer"], capabilities);
  }

  address(number: number): NativePointer {
    return this.functionTable.add((number - 1) * Process.pointerSize).readPointer();
  }

  call(number: number, types: NativeFunctionArgumentType[], ...args: (NativePointer | number)[]): number {
    let fn = this.functions.get(number);
    if (fn === undefined) {
      fn = new NativeFunction(this.address(number), "int32", ["pointer", ...types], OPTIONS) as unknown as Call;
      this.functions.set(number, fn);
    }
    return fn(this.env, ...args);
  }

  /** Read a string the VM allocated into `*slot` and give it back. */
  takeString(slot: NativePointer): string {
    const text = slot.readPointer();
    if (text.isNull()) return "";
    try {
      return text.readUtf8String() ?? "";
    } catch {
      // Modified UTF-8 of an obfuscator's names: readable as bytes, if not as text.
      return text.readCString() ?? "";
    } finally {
      this.call(47, ["pointer"], text);
    }
  }

  methodName(method: NativePointer): string {
    const name = Memory.alloc(Process.pointerSize);
    if (this.call(64, ["pointer", "pointer", "pointer", "pointer"], method, name, NULL, NULL) !== 0) return "";
    return this.takeString(name);
  }

  isNative(method: NativePointer): boolean {
    const flag = Memory.alloc(1);
    return this.call(76, ["pointer", "pointer"], method, flag) === 0 && flag.readU8() !== 0;
  }

  /** The table of lines as the VM writes it: entries of a place in the bytecode (8 bytes) and a line (4 of 8). */
  table(method: NativePointer): ArrayBuffer | null {
    const count = Memory.alloc(4);
    const slot = Memory.alloc(Process.pointerSize);
    if (this.call(70, ["pointer", "pointer", "pointer"], method, count, slot) !== 0) return null;
    const entries = slot.readPointer();
    const size = count.readS32() * FRAME;
    const copy = size > 0 ? entries.readByteArray(size) : null;
    this.call(47, ["pointer"], entries);
    return copy;
  }

  facts(jni: Jni, method: NativePointer): MethodFacts | null {
    const slot = Memory.alloc(Process.pointerSize);
    if (this.call(65, ["pointer", "pointer"], method, slot) !== 0) return null;
    const cls = slot.readPointer();
    try {
      const named = this.call(48, ["pointer", "pointer", "pointer"], cls, slot, NULL) === 0;
      const signature = named ? this.takeString(slot) : "";
      // A hidden class (the VM's own class of a lambda): Java's traces leave it out as well.
      if (signature.includes(".")) return null;
      const filed = this.call(50, ["pointer", "pointer"], cls, slot) === 0;
      return {
        cls: signature.replace(/^L(.*);$/, "$1").replace(/\//g, "."),
        method: this.methodName(method),
        file: filed ? this.takeString(slot) : "",
        lines: linesOf(this.table(method)),
      };
    } finally {
      jni.deleteLocal(cls);
    }
  }
}

const held: unknown[] = [];

function openJvmti(): Jvmti {
  const vm = vmHandle();
  const address = vm.readPointer().add(6 * Process.pointerSize).readPointer();
  const getEnv = new NativeFunction(address, "int32", ["pointer", "pointer", "int32"], OPTIONS);
  const slot = Memory.alloc(Process.pointerSize);
  if (getEnv(vm, slot, JVMTI_VERSION) !== 0) throw new Error("the VM gives no JVMTI environment");
  return new Jvmti(slot.readPointer());
}

function lineAt(lines: MethodFacts["lines"], location: number): number {
  let found = 0;
  for (const [start, line] of lines) {
    if (start > location) break;
    found = line;
  }
  return found;
}

export function jvmStacks(maxFrames: number): Stacks {
  if (maxFrames < 1 || maxFrames > MOST_FRAMES) throw new Error(`max_frames must be 1 to ${MOST_FRAMES}`);
  const jvmti = openJvmti();
  const cells = Memory.alloc(2 * Process.pointerSize);
  cells.writePointer(jvmti.env);
  cells.add(Process.pointerSize).writePointer(jvmti.address(104));
  const code = new CModule(SOURCE, { jvmti_env: cells, get_stack_trace: cells.add(Process.pointerSize) });
  // What runs the code does not keep it: neither the module nor its variables may be collected.
  held.push(code, cells);
  const identify = new NativeFunction(code.identify as NativePointer, "double", ["pointer", "int32", "int32"], OPTIONS);
  const known = new Map<string, MethodFacts | null>();
  // As they were written: they are read only for a stack or a trace that needs them.
  const linesBefore = new Map<string, ArrayBuffer | null>();
  const nativeBefore = new Set<string>();

  function factsOf(jni: Jni, method: NativePointer): MethodFacts | null {
    const key = method.toString();
    let facts = known.get(key);
    if (facts === undefined) {
      facts = jvmti.facts(jni, method);
      const lines = linesBefore.get(key);
      if (facts !== null && lines !== undefined) facts = { ...facts, lines: linesOf(lines) };
      known.set(key, facts);
    }
    return facts;
  }

  function walk(start: number, limit: number): { method: NativePointer; location: number }[] {
    const buffer = Memory.alloc(FRAME * limit);
    const count = Memory.alloc(4);
    const types: NativeFunctionArgumentType[] = ["pointer", "int32", "int32", "pointer", "pointer"];
    if (jvmti.call(104, types, NULL, start, limit, buffer, count) !== 0) return [];
    return Array.from({ length: count.readS32() }, (_, i) => ({
      method: buffer.add(i * FRAME).readPointer(),
      location: buffer.add(i * FRAME + 8).readS64().toNumber(),
    }));
  }

  function frames(jni: Jni, start: number): WireFrame[] {
    const found: WireFrame[] = [];
    walk(start, maxFrames).forEach(({ method, location }, i, all) => {
      // A hooked method stands twice in a stack: the original, and outside it the native frame of its hook.
      const twin = location === NATIVE && all[i - 1]?.method.equals(method) === true;
      if (twin && hookedByHandle(method) !== undefined) return;
      const facts = factsOf(jni, method);
      if (facts === null) return;
      found.push({ cls: facts.cls, method: facts.method, file: facts.file, line: lineAt(facts.lines, location) });
    });
    return found;
  }

  return {
    native: { identify: code.identify as NativePointer, limit: maxFrames },

    identify: (_jni: Jni, hooked: Hooked): SiteKey => identify(hooked.family, 1, maxFrames),

    frames: (jni: Jni): WireFrame[] => frames(jni, 1),

    here: {
      identify: (): SiteKey => identify(NONE, 0, maxFrames),
      frames: (jni: Jni): WireFrame[] => frames(jni, 0),
    },

    active(): Hooked[] {
      const found: Hooked[] = [];
      walk(0, DEEPEST).forEach(({ method, location }, i, all) => {
        if (location !== NATIVE || (i > 0 && all[i - 1]?.method.equals(method) !== true)) return;
        const hooked = hookedByHandle(method);
        if (hooked !== undefined) found.push(hooked);
      });
      return found;
    },

    prepare(_jni: Jni, hooked: Hooked): void {
      const key = hooked.handle.toString();
      if (jvmti.isNative(hooked.handle)) nativeBefore.add(key);
      linesBefore.set(key, jvmti.table(hooked.handle));
    },

    lineOf(hooked: Hooked): ((instruction: number) => number) | null {
      const key = hooked.handle.toString();
      if (nativeBefore.has(key)) return null;
      const lines = linesOf(linesBefore.get(key) ?? null);
      return (instruction) => lineAt(lines, instruction);
    },

    originalsHaveLines: false,
  };
}
