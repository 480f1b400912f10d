// The JNI functions we call ourselves, by their index in the table (Java Native Interface Specification, ch. 4).
// Every call that can leave an exception pending is made through `attempt`, which clears it: what the agent
// does must never throw into the app.

import { bridgeEnv } from "./bridge.js";

type Pointerish = NativePointer;
// Memory faults are how HotSpot checks for null: they belong to the VM, not to Frida.
const OPTIONS: NativeFunctionOptions = { exceptions: "propagate" };

type Fn = (...args: (NativePointer | number)[]) => never;

let table: NativePointer | null = null;
const cache = new Map<string, Fn>();

function jni(index: number, ret: NativeFunctionReturnType, args: NativeFunctionArgumentType[]): Fn {
  const key = `${index}`;
  let fn = cache.get(key);
  if (fn === undefined) {
    table ??= bridgeEnv().handle.readPointer();
    const address = table.add(index * Process.pointerSize).readPointer();
    fn = new NativeFunction(address, ret, ["pointer", ...args], OPTIONS) as unknown as Fn;
    cache.set(key, fn);
  }
  return fn;
}

const CHUNK = 512;

/** JNI of one thread: valid as long as that thread is inside the call the env pointer came from. */
export class Jni {
  constructor(readonly env: Pointerish) {}

  exceptionPending(): boolean {
    return (jni(228, "uint8", [])(this.env) as number) !== 0;
  }

  /** Take the pending exception away from the thread; null when there is none. */
  takeException(): NativePointer | null {
    const throwable = jni(15, "pointer", [])(this.env) as NativePointer;
    if (throwable.isNull()) return null;
    jni(17, "void", [])(this.env);
    return throwable;
  }

  throw(throwable: NativePointer): void {
    jni(13, "int32", ["pointer"])(this.env, throwable);
  }

  /** Run `fn` with local references of its own; an exception it leaves behind is cleared and null returned. */
  attempt<T>(fn: () => T): T | null {
    if ((jni(19, "int32", ["int32"])(this.env, 64) as number) !== 0) {
      this.takeException();
      return null;
    }
    try {
      const value = fn();
      return this.takeException() === null ? value : null;
    } catch {
      // A JavaScript error here comes from an unreadable object: the caller reports a null as unreadable.
      this.takeException();
      return null;
    } finally {
      jni(20, "pointer", ["pointer"])(this.env, NULL);
    }
  }

  globalRef(object: NativePointer): NativePointer {
    return jni(21, "pointer", ["pointer"])(this.env, object);
  }

  localRef(object: NativePointer): NativePointer {
    return jni(25, "pointer", ["pointer"])(this.env, object);
  }

  /** A java.lang.String of ASCII letters. */
  newString(text: string): NativePointer {
    return this.checked(jni(167, "pointer", ["pointer"])(this.env, Memory.allocUtf8String(text)));
  }

  /** A reference that does not keep the object alive; until it is deleted it can be compared, then to null. */
  weakRef(object: NativePointer): NativePointer {
    return this.checked(jni(226, "pointer", ["pointer"])(this.env, object));
  }

  deleteWeak(weak: NativePointer): void {
    jni(227, "void", ["pointer"])(this.env, weak);
  }

  deleteGlobal(object: NativePointer): void {
    jni(22, "void", ["pointer"])(this.env, object);
  }

  superclass(cls: NativePointer): NativePointer {
    return jni(10, "pointer", ["pointer"])(this.env, present(cls));
  }

  /** Whether two references are to one object (two local references to it differ as pointers). */
  same(a: NativePointer, b: NativePointer): boolean {
    return (jni(24, "uint8", ["pointer", "pointer"])(this.env, a, b) as number) !== 0;
  }

  deleteLocal(object: NativePointer): void {
    jni(23, "void", ["pointer"])(this.env, object);
  }

  findClass(name: string): NativePointer {
    return this.checked(jni(6, "pointer", ["pointer"])(this.env, Memory.allocUtf8String(name.replace(/\./g, "/"))));
  }

  newObject(cls: NativePointer, constructor: NativePointer, args: NativePointer = NULL): NativePointer {
    return this.checked(jni(30, "pointer", ["pointer", "pointer", "pointer"])(this.env, cls, constructor, args));
  }

  classOf(object: NativePointer): NativePointer {
    return jni(31, "pointer", ["pointer"])(this.env, present(object));
  }

  reflected(cls: NativePointer, method: NativePointer, isStatic: boolean): NativePointer {
    const reflect = jni(9, "pointer", ["pointer", "pointer", "uint8"]);
    return this.checked(reflect(this.env, cls, method, isStatic ? 1 : 0));
  }

  /** The id of a java.lang.reflect.Field's field. */
  reflectedField(field: NativePointer): NativePointer {
    return this.checked(jni(8, "pointer", ["pointer"])(this.env, field));
  }

  isInstance(object: NativePointer, cls: NativePointer): boolean {
    return (jni(32, "uint8", ["pointer", "pointer"])(this.env, present(object), present(cls)) as number) !== 0;
  }

  methodId(cls: NativePointer, name: string, signature: string): NativePointer {
    return this.id(33, cls, name, signature);
  }

  staticMethodId(cls: NativePointer, name: string, signature: string): NativePointer {
    return this.id(113, cls, name, signature);
  }

  fieldId(cls: NativePointer, name: string, signature: string): NativePointer {
    return this.id(94, cls, name, signature);
  }

  callObject(object: NativePointer, method: NativePointer, args: NativePointer = NULL): NativePointer {
    return this.checked(jni(36, "pointer", ["pointer", "pointer", "pointer"])(this.env, present(object), method, args));
  }

  callStaticObject(cls: NativePointer, method: NativePointer, args: NativePointer = NULL): NativePointer {
    return this.checked(jni(116, "pointer", ["pointer", "pointer", "pointer"])(this.env, cls, method, args));
  }

  callBoolean(object: NativePointer, method: NativePointer, args: NativePointer = NULL): boolean {
    const call = jni(39, "uint8", ["pointer", "pointer", "pointer"]);
    const value: number = call(this.env, present(object), method, args);
    return this.checked(value) !== 0;
  }

  callVoid(object: NativePointer, method: NativePointer, args: NativePointer = NULL): void {
    jni(63, "void", ["pointer", "pointer", "pointer"])(this.env, present(object), method, args);
    this.checked(0);
  }

  callInt(object: NativePointer, method: NativePointer): number {
    const value: number = jni(51, "int32", ["pointer", "pointer", "pointer"])(this.env, present(object), method, NULL);
    return this.checked(value);
  }

  callDouble(object: NativePointer, method: NativePointer): number {
    const value: number = jni(60, "double", ["pointer", "pointer", "pointer"])(this.env, present(object), method, NULL);
    return this.checked(value);
  }

  /** Call a method as `cls` defines it, whatever the object's class overrides. */
  callObjectAs(
    object: NativePointer, cls: NativePointer, method: NativePointer, args: NativePointer = NULL,
  ): NativePointer {
    const call = jni(66, "pointer", ["pointer", "pointer", "pointer", "pointer"]);
    return this.checked(call(this.env, present(object), cls, method, args));
  }

  callVoidAs(object: NativePointer, cls: NativePointer, method: NativePointer, args: NativePointer): void {
    jni(93, "void", ["pointer", "pointer", "pointer", "pointer"])(this.env, present(object), cls, method, args);
    this.checked(0);
  }

  getObject(object: NativePointer, field: NativePointer): NativePointer {
    return jni(95, "pointer", ["pointer", "pointer"])(this.env, present(object), field);
  }

  getInt(object: NativePointer, field: NativePointer): number {
    return jni(100, "int32", ["pointer", "pointer"])(this.env, present(object), field);
  }

  setInt(object: NativePointer, field: NativePointer, value: number): void {
    jni(109, "void", ["pointer", "pointer", "int32"])(this.env, present(object), field, value);
  }

  arrayLength(array: NativePointer): number {
    return jni(171, "int32", ["pointer"])(this.env, present(array));
  }

  newObjectArray(length: number, cls: NativePointer): NativePointer {
    return this.checked(jni(172, "pointer", ["int32", "pointer", "pointer"])(this.env, length, cls, NULL));
  }

  arrayItem(array: NativePointer, index: number): NativePointer {
    return this.checked(jni(173, "pointer", ["pointer", "int32"])(this.env, present(array), index));
  }

  setArrayItem(array: NativePointer, index: number, value: NativePointer): void {
    jni(174, "void", ["pointer", "int32", "pointer"])(this.env, present(array), index, value);
    this.checked(0);
  }

  /** Where the bytes of a direct java.nio buffer lie; null of any other. */
  directAddress(buffer: NativePointer): NativePointer {
    return jni(230, "pointer", ["pointer"])(this.env, present(buffer));
  }

  bytes(array: NativePointer, length: number): Uint8Array {
    const buffer = Memory.alloc(Math.max(length, 1));
    this.bytesInto(array, 0, length, buffer);
    return new Uint8Array(buffer.readByteArray(length) ?? new ArrayBuffer(0));
  }

  ints(array: NativePointer, length: number): number[] {
    const buffer = Memory.alloc(Math.max(length, 1) * 4);
    jni(203, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array), 0, length, buffer);
    this.checked(0);
    return Array.from({ length }, (_, i) => buffer.add(i * 4).readS32());
  }

  /** Copy `length` bytes of an array, from `start` on, to where there is room for them. */
  bytesInto(array: NativePointer, start: number, length: number, buffer: NativePointer): void {
    jni(200, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array), start, length, buffer);
    this.checked(0);
  }

  /** The same with UTF-16 units of a java.lang.String. */
  unitsInto(text: NativePointer, start: number, length: number, buffer: NativePointer): void {
    jni(220, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(text), start, length, buffer);
    this.checked(0);
  }

  intAt(array: NativePointer, index: number): number {
    const buffer = Memory.alloc(4);
    jni(203, "void", ["pointer", "int32", "int32", "pointer"])(this.env, present(array), index, 1, buffer);
    this.checked(0);
    return buffer.readU32();
  }

  stringLength(text: NativePointer): number {
    return jni(164, "int32", ["pointer"])(this.env, present(text));
  }

  /** Read at most `limit` UTF-16 units of a java.lang.String, so that a huge one costs no memory. */
  string(text: NativePointer, limit: number): string {
    const length = Math.min(this.stringLength(text), limit);
    const parts: string[] = [];
    const buffer = Memory.alloc(2 * CHUNK);
    for (let start = 0; start < length; start += CHUNK) {
      const size = Math.min(CHUNK, length - start);
      this.unitsInto(text, start, size, buffer);
      const units = new Uint16Array(buffer.readByteArray(2 * size) ?? new ArrayBuffer(0));
      parts.push(String.fromCharCode(...units));
    }
    return wellFormed(parts.join(""));
  }

  private id(index: number, cls: NativePointer, name: string, signature: string): NativePointer {
    const find = jni(index, "pointer", ["pointer", "pointer", "pointer"]);
    const id: NativePointer = find(this.env, present(cls), Memory.allocUtf8String(name), Memory.allocUtf8String(signature));
    return this.checked(id);
  }

  private checked<T>(value: T): T {
    if (this.exceptionPending()) throw new JavaThrew();
    return value;
  }
}

/** A Java exception is pending in the thread; `attempt` clears it. */
export class JavaThrew extends Error {}

/** A null where an object was needed: JNI does not check, and the VM would die of it. */
export class Missing extends Error {}

function present(object: NativePointer): NativePointer {
  if (object.isNull()) throw new Missing("null");
  return object;
}

/** Cut a text to `limit` UTF-16 units and leave no half character behind, there or anywhere. */
export function clip(text: string, limit: number): string {
  return wellFormed(text.length > limit ? text.slice(0, limit) : text);
}

/** Replace unpaired surrogates, which JSON in UTF-8 cannot carry. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}
