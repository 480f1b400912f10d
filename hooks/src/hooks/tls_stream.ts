// Bytes that Java code gives to TLS: output streams of Conscrypt's sockets and its engines, the platform's and apps'
// own copies.

import { Call, threadName, type Hook, type Target } from "../lib/call.js";
import type { JniValue } from "../lib/bridge.js";
import { base64, bufferPart, limitOf, MOST_BYTES, partOf, positionOf, Taken, type Span } from "../crypto/bytes.js";
import { emit, onFlush } from "../lib/emit.js";
import type { Jni } from "../lib/jni.js";
import { failedAt, framed, guarded, type Observer, type Visit } from "../lib/methods.js";
import { WeakObjects } from "../lib/objects.js";
import { DELEGATED } from "../lib/sites.js";
import { className } from "../lib/throwables.js";
import { cls, isPlatform, method } from "../lib/values.js";

/** Connections known at once; one that is forgotten counts as a new one when it goes on. */
const MOST_CONNECTIONS = 4_096;
const LONGEST_HOST = 255;
const REPORT_MS = 1_000;

/** One connection, as its socket is one object. */
interface Connection {
  readonly name: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  sent: number;
}

let serial = 0;
const connections = new WeakObjects<Connection>(MOST_CONNECTIONS);
const inside = new Set<number>();
let beyond = 0;
let reported = 0;
let reporting = false;

export const tlsStream: Hook = { observer: (target) => new StreamWatch(target) };

class StreamWatch implements Observer {
  readonly name: string;
  private readonly limit: number;

  constructor(private readonly target: Target) {
    this.name = target.api;
    this.limit = target.settings.network.plain;
    if (!reporting) onFlush(report);
    reporting = true;
  }

  enter(values: JniValue[], tid: number): Visit | null {
    // One of its methods calls another, and a tunnel through a proxy has one TLS inside the other.
    if (inside.has(tid)) return null;
    const { target } = this;
    const call = new Call(target, values, tid);
    call.key = target.around.stacks.identify(call.jni, target);
    if (call.key === DELEGATED) return null;
    call.counter = target.around.counters.of(target, call);
    call.n = call.counter.enter(call.t);
    inside.add(tid);
    let engine: Sources | null = null;
    const failure = this.limit === 0 ? null : guarded(tid, () => framed(call.jni, () => {
      if (target.method === "wrap") engine = sourcesOf(call);
      else this.written(call);
    }));
    if (failure !== null) failedAt(this.name, undefined, "arguments", failure);
    return {
      returned: (value) => {
        inside.delete(tid);
        if (engine !== null && target.returnType.type === "pointer") this.wrapped(call, engine, value as NativePointer);
      },
      threw: () => {
        inside.delete(tid);
        call.counter.fail();
      },
    };
  }

  private written(call: Call): void {
    const [first] = call.target.argumentTypes;
    if (first?.type === "pointer") {
      const span = spanOf(call);
      if (span !== null && span.length > 0) this.pass(call, connectionOf(call.jni, call.self), span);
      return;
    }
    const one = Memory.alloc(1);
    one.writeU8(Number(call.values[2]) & 0xff);
    this.pass(call, connectionOf(call.jni, call.self), { memory: one, length: 1 });
  }

  /** An engine says afterwards how much it took of what it was given. */
  private wrapped(call: Call, sources: Sources, result: NativePointer): void {
    const { jni } = call;
    const failure = guarded(call.tid, () => framed(jni, () => {
      if (result.isNull() || !jni.isInstance(result, cls(jni, RESULT))) return;
      let left = jni.callInt(result, method(jni, RESULT, "bytesConsumed", "()I"));
      for (const { index, start, length } of sources) {
        const count = Math.min(left, length);
        left -= count;
        const span = count > 0 ? bufferPart(jni, bufferAt(call, index), start, count) : null;
        if (span !== null) this.pass(call, connectionOf(jni, call.self), span);
      }
    }));
    if (failure !== null) failedAt(this.name, undefined, "result", failure);
  }

  private pass(call: Call, connection: Connection, span: Span): void {
    const offset = connection.sent;
    connection.sent += span.length;
    const count = Math.max(0, Math.min(span.length, this.limit - offset));
    beyond += span.length - count;
    for (let at = 0; at < count; at += MOST_BYTES) {
      const length = Math.min(MOST_BYTES, count - at);
      const part = new Taken(length);
      part.add(call.jni, "array" in span
        ? { array: span.array, start: span.start + at, length }
        : { memory: span.memory.add(at), length });
      this.tell(call, connection, offset + at, part);
    }
  }

  private tell(call: Call, { name, host, address, port }: Connection, offset: number, part: Taken): void {
    emit({
      k: "plain", t: call.t, tid: call.tid, thread: threadName(call.jni), site: call.counter.site, layer: "tls",
      connection: name, socket: 0, api: this.target.api, host, address, port, out: true,
      offset, data: base64(part.bytes, part.kept), size: part.size,
    });
  }
}

const RESULT = "javax.net.ssl.SSLEngineResult";
const BUFFER = "java.nio.ByteBuffer";
const MOST_BUFFERS = 1_024;

/** Buffers that an engine is given, by their place in the array (or alone), with where each is read from. */
type Sources = readonly { readonly index: number; readonly start: number; readonly length: number }[];

function sourcesOf(call: Call): Sources {
  const { jni } = call;
  const many = call.target.replaced.types[0] === `${BUFFER}[]`;
  const array = call.handle(0);
  if (array.isNull()) return [];
  const size = many ? jni.arrayLength(array) : 1;
  const from = call.target.argumentTypes.length === 4 ? Number(call.values[3]) : 0;
  const count = call.target.argumentTypes.length === 4 ? Number(call.values[4]) : size;
  // The call itself refuses such a range.
  if (from < 0 || count < 0 || from + count > size) return [];
  const found = [];
  for (let index = from; index < from + Math.min(count, MOST_BUFFERS); index++) {
    const buffer = bufferAt(call, index);
    if (buffer.isNull()) continue;
    const start = positionOf(jni, buffer);
    found.push({ index, start, length: limitOf(jni, buffer) - start });
    if (many) jni.deleteLocal(buffer);
  }
  return found;
}

function bufferAt(call: Call, index: number): NativePointer {
  return call.target.replaced.types[0] === BUFFER ? call.handle(0) : call.jni.arrayItem(call.handle(0), index);
}

function spanOf(call: Call): Span | null {
  const parts = call.target.argumentTypes.length === 1 ? null : [Number(call.values[3]), Number(call.values[4])] as const;
  return parts === null ? partOf(call.jni, call.handle(0), 0) : partOf(call.jni, call.handle(0), parts[0], parts[1]);
}

/** The connection of a stream: that of the socket it is an inner class of, else the stream's own. */
function connectionOf(jni: Jni, stream: NativePointer): Connection {
  const owner = jni.attempt(() => jni.globalRef(outer(jni, stream)));
  try {
    const object = owner ?? stream;
    let found = connections.get(jni, object);
    if (found === undefined) {
      found = { name: `java-${++serial}`, ...peerOf(jni, object), sent: 0 };
      connections.set(jni, object, found);
    }
    return found;
  } finally {
    if (owner !== null) jni.deleteGlobal(owner);
  }
}

function outer(jni: Jni, stream: NativePointer): NativePointer {
  const name = className(jni, stream).replace(/\$SSLOutputStream$/, "").replace(/\./g, "/");
  const object = jni.getObject(stream, jni.fieldId(jni.classOf(stream), "this$0", `L${name};`));
  if (object.isNull()) throw new Error("no outer object");
  return object;
}

/** Where a socket goes, as it was told: nothing is looked up for it. */
function peerOf(jni: Jni, socket: NativePointer): Pick<Connection, "host" | "address" | "port"> {
  const host = jni.attempt(() => {
    const text = jni.getObject(socket, jni.fieldId(jni.classOf(socket), "peerHostname", "Ljava/lang/String;"));
    return text.isNull() ? "" : jni.string(text, LONGEST_HOST);
  });
  // A class of such a name may be anything, and an app's own would run its code.
  const asked = jni.attempt(() => jni.isInstance(socket, cls(jni, "java.net.Socket")) && isPlatform(jni, socket, className(jni, socket)));
  if (asked !== true) return { host: host ?? "", address: "", port: 0 };
  const port = jni.attempt(() => jni.callInt(socket, method(jni, "java.net.Socket", "getPort", "()I")));
  const address = jni.attempt(() => {
    const peer = jni.callObject(socket, method(jni, "java.net.Socket", "getInetAddress", "()Ljava/net/InetAddress;"));
    return jni.string(jni.callObject(peer, method(jni, "java.net.InetAddress", "getHostAddress", "()Ljava/lang/String;")), LONGEST_HOST);
  });
  return { host: host ?? "", address: address ?? "", port: Math.max(0, port ?? 0) };
}

/** Bytes that were given beyond what is taken of a connection. */
function report(last: boolean): void {
  const now = Date.now();
  if (beyond === 0 || (!last && now - reported < REPORT_MS)) return;
  reported = now;
  const dropped = beyond;
  beyond = 0;
  emit({ k: "problem", t: now, where: "tls streams", message: "bytes beyond what is taken of a connection", dropped });
}
