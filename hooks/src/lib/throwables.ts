// Exceptions of the app: described without running the app's code, and freed of the frames our hooks added, so
// that what the app prints is what it would have printed without us. The object itself always stays the same.

import { clip, type Jni } from "./jni.js";
import { isHooked, type Hooked, type Stacks } from "./sites.js";

export interface TraceElement {
  readonly cls: string;
  readonly method: string;
  readonly file: string;
  readonly line: number;
}

const NATIVE_LINE = -2;
const UNKNOWN_LINE = -1;
/** Causes and suppressed exceptions of one throwable that are put right. */
const MOST_RELATED = 32;
/** Entries in one chunk of HotSpot's `Throwable.backtrace` (javaClasses.cpp, trace_chunk_size). */
const CHUNK = 32;
const CHUNK_INSTRUCTIONS = 1;
const CHUNK_CLASSES = 2;
const CHUNK_NEXT = 4;
const NAME_LIMIT = 1024;

interface Ids {
  readonly throwable: NativePointer;
  readonly construct: NativePointer;
  readonly element: NativePointer;
  readonly getStackTrace: NativePointer;
  readonly getSuppressed: NativePointer;
  readonly setStackTrace: NativePointer;
  readonly getName: NativePointer;
  readonly message: NativePointer;
  readonly cause: NativePointer;
  readonly backtrace: NativePointer;
  readonly cls: NativePointer;
  readonly method: NativePointer;
  readonly file: NativePointer;
  readonly line: NativePointer;
}

let cached: Ids | null = null;

/** Look the ids up while no app code is on the stack (ART judges access to fields by the caller). */
export function prepareThrowables(jni: Jni): void {
  ids(jni);
}

function ids(jni: Jni): Ids {
  if (cached !== null) return cached;
  const throwable = jni.globalRef(jni.findClass("java.lang.Throwable"));
  const element = jni.globalRef(jni.findClass("java.lang.StackTraceElement"));
  const text = "Ljava/lang/String;";
  cached = {
    throwable,
    element,
    construct: jni.methodId(throwable, "<init>", "()V"),
    getSuppressed: jni.methodId(throwable, "getSuppressed", "()[Ljava/lang/Throwable;"),
    getStackTrace: jni.methodId(throwable, "getStackTrace", "()[Ljava/lang/StackTraceElement;"),
    setStackTrace: jni.methodId(throwable, "setStackTrace", "([Ljava/lang/StackTraceElement;)V"),
    getName: jni.methodId(jni.findClass("java.lang.Class"), "getName", `()${text}`),
    message: jni.fieldId(throwable, "detailMessage", text),
    cause: jni.fieldId(throwable, "cause", "Ljava/lang/Throwable;"),
    backtrace: jni.attempt(() => jni.fieldId(throwable, "backtrace", "Ljava/lang/Object;")) ?? NULL,
    cls: jni.fieldId(element, "declaringClass", text),
    method: jni.fieldId(element, "methodName", text),
    file: jni.fieldId(element, "fileName", text),
    line: jni.fieldId(element, "lineNumber", "I"),
  };
  return cached;
}

export function className(jni: Jni, object: NativePointer): string {
  return jni.string(jni.callObject(jni.classOf(object), ids(jni).getName), NAME_LIMIT);
}

/** `java.lang.SecurityException: message`, from fields alone: getMessage() may be the app's code. */
export function describe(jni: Jni, throwable: NativePointer, limit: number): string {
  const name = jni.attempt(() => className(jni, throwable)) ?? "java.lang.Throwable";
  const message = jni.attempt(() => {
    const text = jni.getObject(throwable, ids(jni).message);
    return text.isNull() ? null : jni.string(text, limit);
  });
  return message === null ? name : clip(`${name}: ${message}`, limit);
}

/**
 * Take out of a throwable's trace, its causes' and suppressed ones', the frames of hooks; called within the hook
 * it passes.
 */
export function restoreTrace(jni: Jni, throwable: NativePointer, stacks: Stacks): void {
  jni.attempt(() => {
    const active = stacks.active();
    const { throwable: cls, cause, getSuppressed } = ids(jni);
    const found = [throwable];
    const add = (object: NativePointer): void => {
      const known = object.isNull() || found.length >= MOST_RELATED || found.some((other) => jni.same(other, object));
      if (!known) found.push(object);
    };
    // Both are the throwable's own fields: getCause() may be the app's code, getSuppressed() is final.
    for (let i = 0; i < found.length; i++) {
      const current = found[i] as NativePointer;
      jni.attempt(() => { restoreOne(jni, current, active, stacks); });
      add(jni.getObject(current, cause));
      const suppressed = jni.callObjectAs(current, cls, getSuppressed);
      const count = Math.min(jni.arrayLength(suppressed), MOST_RELATED);
      for (let n = 0; n < count; n++) add(jni.arrayItem(suppressed, n));
    }
  });
}

function restoreOne(jni: Jni, throwable: NativePointer, active: readonly Hooked[], stacks: Stacks): void {
  const { throwable: cls, getStackTrace, setStackTrace, element, line } = ids(jni);
  const array = jni.callObjectAs(throwable, cls, getStackTrace);
  const length = jni.arrayLength(array);
  const kept: number[] = [];
  let hooks = 0;
  // The frame before, where it may be the original of a hook's native frame.
  let inner: TraceElement | null = null;
  for (let i = 0; i < length; i++) {
    const native = lineAt(jni, array, i, line) === NATIVE_LINE;
    // HotSpot: the original of a replaced method is native as well. ART: it has its line.
    const current: TraceElement | null = native || stacks.originalsHaveLines ? readElement(jni, array, i) : null;
    const twin: boolean = native && current !== null && inner !== null && inner.cls === current.cls
      && inner.method === current.method && isHooked(current.cls, current.method);
    if (twin && current !== null) {
      // The hooks of a trace are those on the thread's stack now, in the same order: the throwable passes the
      // innermost of them first. A trace leaves out methods of the VM's own classes of lambdas.
      const at = active.findIndex(({ cls: owner, method }, n) => n >= hooks && owner === current.cls && method === current.method);
      const hooked = active[at];
      if (hooked !== undefined) {
        hooks = at + 1;
        restoreLine(jni, throwable, array, i - 1, hooked, stacks);
      }
    } else {
      kept.push(i);
    }
    inner = twin ? null : current;
  }
  if (kept.length === length) return;
  const shorter = jni.newObjectArray(kept.length, element);
  kept.forEach((from, to) => {
    const item = jni.arrayItem(array, from);
    jni.setArrayItem(shorter, to, item);
    jni.deleteLocal(item);
  });
  const args = Memory.alloc(8);
  args.writePointer(shorter);
  jni.callVoidAs(throwable, cls, setStackTrace, args);
}

function lineAt(jni: Jni, array: NativePointer, index: number, line: NativePointer): number {
  const item = jni.arrayItem(array, index);
  const found = jni.getInt(item, line);
  jni.deleteLocal(item);
  return found;
}

/**
 * HotSpot finds the line of a replaced method's frame no more ("Native Method"): put it back, or that there is
 * none, unless the method was native before.
 */
function restoreLine(
  jni: Jni, throwable: NativePointer, array: NativePointer, index: number, hooked: Hooked, stacks: Stacks,
): void {
  const lines = stacks.lineOf(hooked);
  if (lines === null) return;
  const instruction = jni.attempt(() => instructionAt(jni, throwable, index, hooked.cls));
  const line = instruction === null ? 0 : lines(instruction);
  const item = jni.arrayItem(array, index);
  jni.setInt(item, ids(jni).line, line > 0 ? line : UNKNOWN_LINE);
  jni.deleteLocal(item);
}

function instructionAt(jni: Jni, throwable: NativePointer, index: number, cls: string): number | null {
  const { backtrace } = ids(jni);
  if (backtrace.isNull()) return null;
  let chunk = jni.getObject(throwable, backtrace);
  for (let skip = Math.floor(index / CHUNK); skip > 0 && !chunk.isNull(); skip--) {
    chunk = jni.arrayItem(chunk, CHUNK_NEXT);
  }
  if (chunk.isNull()) return null;
  // A trace the app has set is not the one the VM keeps here.
  const owner = jni.arrayItem(jni.arrayItem(chunk, CHUNK_CLASSES), index % CHUNK);
  if (jni.string(jni.callObject(owner, ids(jni).getName), NAME_LIMIT) !== cls) return null;
  // Each entry is instruction << 16 | version of the class.
  return jni.intAt(jni.arrayItem(chunk, CHUNK_INSTRUCTIONS), index % CHUNK) >>> 16;
}

function readElement(jni: Jni, array: NativePointer, index: number): TraceElement {
  const { cls, method, file, line } = ids(jni);
  const item = jni.arrayItem(array, index);
  const text = (field: NativePointer): string => {
    const value = jni.getObject(item, field);
    const read = value.isNull() ? "" : jni.string(value, NAME_LIMIT);
    jni.deleteLocal(value);
    return read;
  };
  const element = { cls: text(cls), method: text(method), file: text(file), line: jni.getInt(item, line) };
  jni.deleteLocal(item);
  return element;
}

/** Read the calling thread's stack; the first element is the hooked method itself. */
export function readTrace(jni: Jni, limit: number): TraceElement[] {
  const { throwable, construct, getStackTrace } = ids(jni);
  const array = jni.callObjectAs(jni.newObject(throwable, construct), throwable, getStackTrace);
  const length = Math.min(jni.arrayLength(array), limit);
  return Array.from({ length }, (_, i) => readElement(jni, array, i));
}
