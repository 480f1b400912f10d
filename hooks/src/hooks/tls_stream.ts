// Bytes that Java code gives to TLS: the output streams of Conscrypt's sockets, the platform's and apps' own copies.

import { Call, threadName, type Hook, type Target } from "../lib/call.js";
import type { JniValue } from "../lib/bridge.js";
import { base64, MOST_BYTES, partOf, Taken, type Span } from "../crypto/bytes.js";
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
    if (this.limit > 0) {
      const failure = guarded(tid, () => framed(call.jni, () => { this.take(call); }));
      if (failure !== null) failedAt(this.name, undefined, "arguments", failure);
    }
    return {
      returned: () => { inside.delete(tid); },
      threw: () => {
        inside.delete(tid);
        call.counter.fail();
      },
    };
  }

  private take(call: Call): void {
    const { jni } = call;
    const [first] = call.target.argumentTypes;
    const single = first?.type !== "pointer";
    const span = single ? null : spanOf(call);
    const length = single ? 1 : span?.length ?? 0;
    if (length === 0) return;
    const connection = connectionOf(jni, call.self);
    const offset = connection.sent;
    connection.sent += length;
    const count = Math.max(0, Math.min(length, this.limit - offset));
    beyond += length - count;
    for (let at = 0; at < count; at += MOST_BYTES) {
      const size = Math.min(MOST_BYTES, count - at);
      const part = new Taken(size);
      if (span !== null && "array" in span) part.add(jni, { array: span.array, start: span.start + at, length: size });
      else part.addByte(Number(call.values[2]));
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
