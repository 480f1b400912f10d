// Exceptions of the app: described without running the app's code, and freed of the frames our hooks added, so
// that what the app prints is what it would have printed without us. The object itself always stays the same.

import type { Jni } from "./jni.js";
import { isHooked, type Hooked, type Stacks } from "./sites.js";

export interface TraceElement {
  readonly cls: string;
  readonly method: string;
  readonly file: string;
  readonly line: number;
}

const NATIVE_LINE = -2;
const MOST_CAUSES = 16;
/** Entries in one chunk of HotSpot's `Throwable.backtrace` (javaClasses.cpp, trace_chunk_size). */
const CHUNK = 32;
const CHUNK_INSTRUCTIONS = 1;
const CHUNK_NEXT = 4;
const NAME_LIMIT = 1024;

interface Ids {
  readonly throwable: NativePointer;
  readonly construct: NativePointer;
  readonly element: NativePointer;
  readonly getStackTrace: NativePointer;
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
  return message === null ? name : `${name}: ${message}`.slice(0, limit);
}

/** Take out of a throwable's trace, and of its causes', the frames of hooks; called within the hook it passes. */
export function restoreTrace(jni: Jni, throwable: NativePointer, stacks: Stacks): void {
  jni.attempt(() => {
    const active = stacks.active();
    let current = throwable;
    for (let i = 0; i < MOST_CAUSES && !current.isNull(); i++) {
      const one = current;
      jni.attempt(() => restoreOne(jni, one, active, stacks));
      current = jni.getObject(current, ids(jni).cause);
      if (current.equals(one)) break;
    }
  });
}

function restoreOne(jni: Jni, throwable: NativePointer, active: readonly Hooked[], stacks: Stacks): void {
  const { throwable: cls, getStackTrace, setStackTrace, element } = ids(jni);
  const array = jni.callObjectAs(throwable, cls, getStackTrace);
  const length = jni.arrayLength(array);
  const kept: number[] = [];
  let inner: TraceElement | null = null;
  let twins = 0;
  for (let i = 0; i < length; i++) {
    const current: TraceElement = readElement(jni, array, i);
    const twin: boolean = inner !== null && current.line === NATIVE_LINE && inner.cls === current.cls
      && inner.method === current.method && isHooked(current.cls, current.method);
    if (twin) {
      // The hooks of a trace are those on the thread's stack now, in the same order: the throwable passes the
      // innermost of them first.
      const hooked = active[twins++];
      if (hooked?.method === current.method && inner?.line === NATIVE_LINE) {
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

/** HotSpot finds the line of a replaced method's frame no more ("Native Method"): put it back. */
function restoreLine(
  jni: Jni, throwable: NativePointer, array: NativePointer, index: number, hooked: Hooked, stacks: Stacks,
): void {
  const instruction = instructionAt(jni, throwable, index);
  const line = instruction === null ? 0 : stacks.lineOf(hooked, instruction);
  if (line === 0) return;
  const item = jni.arrayItem(array, index);
  jni.setInt(item, ids(jni).line, line);
  jni.deleteLocal(item);
}

function instructionAt(jni: Jni, throwable: NativePointer, index: number): number | null {
  const { backtrace } = ids(jni);
  if (backtrace.isNull()) return null;
  let chunk = jni.getObject(throwable, backtrace);
  for (let skip = Math.floor(index / CHUNK); skip > 0 && !chunk.isNull(); skip--) {
    chunk = jni.arrayItem(chunk, CHUNK_NEXT);
  }
  if (chunk.isNull()) return null;
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
