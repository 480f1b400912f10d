// Bytes that pass a cipher, digest or MAC, kept in memory of the agent's own up to a bound; all of them are counted.
// They go from Java's arrays to base64 without becoming JavaScript's, which would cost as much as the cipher.

import type { Jni } from "../lib/jni.js";
import { cls, method } from "../lib/values.js";

/** Longest of one message (capture/agent/convert_network.py, MAX_BYTES). */
export const MOST_BYTES = 32 * 1024;
const FIRST = 256;

const SOURCE = `
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void encode (const unsigned char * in, int n, char * out)
{
  int i;
  for (i = 0; i + 2 < n; i += 3)
  {
    *out++ = letters[in[i] >> 2];
    *out++ = letters[((in[i] & 3) << 4) | (in[i + 1] >> 4)];
    *out++ = letters[((in[i + 1] & 15) << 2) | (in[i + 2] >> 6)];
    *out++ = letters[in[i + 2] & 63];
  }
  if (i < n)
  {
    int second = (i + 1 < n) ? in[i + 1] : 0;
    *out++ = letters[in[i] >> 2];
    *out++ = letters[((in[i] & 3) << 4) | (second >> 4)];
    *out++ = (i + 1 < n) ? letters[(second & 15) << 2] : '=';
    *out++ = '=';
  }
  *out = 0;
}
`;

interface Code {
  readonly module: CModule;
  readonly encode: (bytes: NativePointer, count: number, out: NativePointer) => void;
}

let compiled: Code | null = null;

/** Base64 of what stands at an address. */
export function base64(bytes: NativePointer, count: number): string {
  if (count === 0) return "";
  if (compiled === null) {
    const module = new CModule(SOURCE);
    const encode = new NativeFunction(module.encode as NativePointer, "void", ["pointer", "int", "pointer"]);
    compiled = { module, encode: encode as unknown as Code["encode"] };
  }
  const out = Memory.alloc(Math.ceil(count / 3) * 4 + 1);
  compiled.encode(bytes, count, out);
  return out.readCString() ?? "";
}

/** Where bytes lie that a call is given or gives: part of a Java array, or memory. */
export type Span =
  | { readonly array: NativePointer; readonly start: number; readonly length: number }
  | { readonly memory: NativePointer; readonly length: number };

/** What went in one direction since the operation began. */
export class Taken {
  size = 0;
  kept = 0;
  bytes = NULL;
  private room = 0;

  constructor(private readonly limit: number) {}

  get whole(): boolean {
    return this.kept === this.size;
  }

  /** Add what stands in a span; what is beyond the bound is only counted. */
  add(jni: Jni, span: Span): void {
    const count = Math.min(span.length, this.limit - this.kept);
    const at = this.take(span.length, count);
    if (count <= 0) return;
    if ("array" in span) jni.bytesInto(span.array, span.start, count, at);
    else Memory.copy(at, span.memory, count);
  }

  addByte(value: number): void {
    const count = Math.min(1, this.limit - this.kept);
    const at = this.take(1, count);
    if (count > 0) at.writeU8(value & 0xff);
  }

  /** Count bytes without keeping any of them. */
  skip(length: number): void {
    this.size += length;
  }

  /** Forget what came after there were so many. */
  backTo(kept: number, size: number): void {
    this.kept = kept;
    this.size = size;
  }

  clear(): void {
    this.size = 0;
    this.kept = 0;
    this.room = 0;
    this.bytes = NULL;
  }

  fork(): Taken {
    const other = new Taken(this.limit);
    other.size = this.size;
    other.kept = this.kept;
    other.grow(this.kept);
    if (this.kept > 0) Memory.copy(other.bytes, this.bytes, this.kept);
    return other;
  }

  text(): string {
    return base64(this.bytes, this.kept);
  }

  /** Make room and take it at once: another thread may come while the VM copies. */
  private take(length: number, count: number): NativePointer {
    this.size += length;
    if (count <= 0) return NULL;
    this.grow(this.kept + count);
    const at = this.bytes.add(this.kept);
    this.kept += count;
    return at;
  }

  private grow(size: number): void {
    if (size <= this.room) return;
    this.room = Math.min(Math.max(size, 2 * this.room, FIRST), Math.max(this.limit, size));
    const larger = Memory.alloc(this.room);
    if (this.kept > 0 && !this.bytes.isNull()) Memory.copy(larger, this.bytes, Math.min(this.kept, size));
    this.bytes = larger;
  }
}

/** A part of a Java array as a call names it; null where the call itself will refuse it. */
export function partOf(jni: Jni, array: NativePointer, start: number, length?: number): Span | null {
  if (array.isNull()) return null;
  const size = jni.arrayLength(array);
  const count = length ?? size - start;
  return start < 0 || count < 0 || start + count > size ? null : { array, start, length: count };
}

const BUFFER = "java.nio.ByteBuffer";
const fields = new Map<string, NativePointer>();

/** A field of a class of the platform, looked up once. */
export function field(jni: Jni, owner: string, name: string, type: string): NativePointer {
  const key = `${owner}.${name}`;
  let found = fields.get(key);
  if (found === undefined) {
    found = jni.fieldId(cls(jni, owner), name, type);
    fields.set(key, found);
  }
  return found;
}

/** Where a java.nio.ByteBuffer reads or writes next; its subclasses are the platform's alone, these methods final. */
export function positionOf(jni: Jni, buffer: NativePointer): number {
  return jni.callInt(buffer, method(jni, "java.nio.Buffer", "position", "()I"));
}

export function limitOf(jni: Jni, buffer: NativePointer): number {
  return jni.callInt(buffer, method(jni, "java.nio.Buffer", "limit", "()I"));
}

/** What a buffer holds between two places; nothing of it is moved. */
export function bufferPart(jni: Jni, buffer: NativePointer, start: number, length?: number): Span | null {
  if (buffer.isNull()) return null;
  const count = length ?? limitOf(jni, buffer) - start;
  if (count < 0) return null;
  const memory = jni.directAddress(buffer);
  if (!memory.isNull()) return { memory: memory.add(start), length: count };
  // Fields, since a read-only buffer gives its array to nobody (OpenJDK, and Android's libcore after it).
  const fields = jni.attempt(() => [field(jni, BUFFER, "hb", "[B"), field(jni, BUFFER, "offset", "I")] as const);
  const array = fields !== null
    ? jni.getObject(buffer, fields[0])
    : jni.callObject(buffer, method(jni, BUFFER, "array", "()[B"));
  const offset = fields !== null
    ? jni.getInt(buffer, fields[1])
    : jni.callInt(buffer, method(jni, BUFFER, "arrayOffset", "()I"));
  return partOf(jni, array, offset + start, count);
}
