// The machine code of the network part in this process, and what its data mean.
//
// It lies in memory that is never given back: threads wait inside hooked functions for as long as they like, and
// return into it when the agent may be long gone. Nothing of it is entered from outside once the hooks are out.

import { decode } from "./base64.js";
import { MACHINES, type Machine } from "./machine.js";

const WORD = Process.pointerSize;
/** sys/mman.h, the same on every processor that code is here for. */
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;
const MOST_LISTED = 4096;
/** Short, and what they write is read at once: no other thread's JavaScript comes in between. */
const QUICK: NativeFunctionOptions = { scheduling: "exclusive" };
export const LARGEST_PART = 32 * 1024;

/** Numbers of slots.h. */
export const SLOT = {
  close: 0, closeTagged: 1, dup: 2, fcntl: 3, fcntl64: 4, getsockopt: 5, send: 6, sendto: 7, sendmsg: 8, sendmmsg: 9, write: 10,
  writev: 11, read: 12, readv: 13, recv: 14, recvfrom: 15, recvmsg: 16, recvmmsg: 17, socket: 32, connect: 33, dup2: 34, dup3: 35, accept: 36, accept4: 37,
  lookups: 40, tls: 64, callbacks: 320, everyCall: 32,
} as const;
export const TLS_LIBRARIES = 16;
export const TLS_FUNCTIONS = 16;
export const MOST_CALLBACKS = 64;
/** Places of `Call.args` that a listener may change before the call, and of those whose result it may. */
export const TLS_ALTERED = 7;
export const TLS_ANSWERED = 11;
const FD_ENTRY_BYTES = 64;
const ENTRY_BYTES = 16;
const MOST_RANGES = 16;

/** What a listener is told, in words of a `Call`. */
export const CALL = {
  kind: 0, slot: 1, frame: 2, stack: 3, caller: 4, result: 5, error: 6, at: 7, bytes: 8, count: 9, size: 10, offset: 11, args: 12,
} as const;
export const TOLD = { opened: 0, sent: 1, refused: 2, lookedUp: 3, tlsBegun: 4, tlsSent: 5, answered: 6, altered: 7 } as const;

/** Flags of a flow. */
export const FLAG = { done: 1, failed: 2, alive: 4, dead: 8, toProxy: 16, secret: 32, noKernel: 128, lost: 256 } as const;
const ENDED = 2;
/** Calls of one connection that are told byte by byte. */
const MOST_PARTS = 4096;
const FLOW_BYTES = 144;
const CONNECTION_BYTES = 72;

/** One connection, or the datagrams between a socket and an address, as the C part keeps it. */
export class Flow {
  constructor(private readonly at: NativePointer) {}

  get ended(): boolean { return this.at.readU32() === ENDED; }
  get serial(): number { return this.at.add(4).readU32(); }
  get flags(): number { return this.at.add(8).readU32(); }
  get tid(): number { return this.at.add(20).readS32(); }
  get error(): number { return this.at.add(24).readS32(); }
  get port(): number { return this.at.add(30).readU16(); }
  get localPort(): number { return this.at.add(32).readU16(); }
  get udp(): boolean { return this.at.add(34).readU8() === 1; }
  get address(): string { return addressOf(this.at.add(36)); }
  /** ms of the wall clock. */
  get began(): number { return number(this.at.add(56)) / 1e6; }
  get up(): number { return number(this.at.add(72)); }
  get down(): number { return number(this.at.add(80)); }
  get refused(): number { return number(this.at.add(88)); }
  /** Bytes seen as they were sent. */
  get taken(): number { return number(this.at.add(96)); }
}

/** A connection of a TLS library. */
export class TlsConnection {
  constructor(private readonly at: NativePointer) {}

  get ended(): boolean { return this.at.readU32() === ENDED; }
  get serial(): number { return this.at.add(4).readU32(); }
  get library(): number { return this.at.add(8).readU32(); }
  get ssl(): NativePointer { return this.at.add(16).readPointer(); }
  get up(): number { return number(this.at.add(24)); }
  get down(): number { return number(this.at.add(32)); }
  /** Whether no further call of it is told byte by byte. */
  get full(): boolean { return this.at.add(64).readU32() >= MOST_PARTS; }
}

export class Code {
  readonly gate: NativePointer;
  private readonly base: NativePointer;
  private readonly machine: Machine;
  private readonly list = Memory.alloc(4 * MOST_LISTED);
  private readonly text = Memory.alloc(Math.ceil(LARGEST_PART / 3) * 4 + 8);
  private readonly vector = Memory.alloc(2 * WORD);
  private readonly encodeOf: NativeFunction<UInt64, [NativePointerValue, NativePointerValue, UInt64, UInt64, UInt64]>;
  private readonly sampleOf: NativeFunction<void, []>;
  private readonly changedOf: NativeFunction<number, [NativePointerValue, number, number]>;
  private readonly changedConnectionsOf: NativeFunction<number, [NativePointerValue, number]>;
  private readonly reapOf: NativeFunction<void, [number]>;
  private readonly reapConnectionOf: NativeFunction<void, [number]>;
  private readonly adoptOf: NativeFunction<void, [number]>;

  constructor() {
    const machine = MACHINES[Process.arch];
    if (machine === undefined) throw new Error(`not on a processor of the kind ${Process.arch}`);
    this.machine = machine;
    this.base = map(machine.size);
    const bytes = decode(machine.code);
    Memory.patchCode(this.base, bytes.length, (code) => { code.writeByteArray(bytes.buffer as ArrayBuffer); });
    this.gate = this.symbol("gate");
    this.encodeOf = new NativeFunction(this.symbol("encode"), "size_t", ["pointer", "pointer", "size_t", "size_t", "size_t"], QUICK);
    this.sampleOf = new NativeFunction(this.symbol("sample_all"), "void", [], QUICK);
    this.changedOf = new NativeFunction(this.symbol("changed"), "uint", ["pointer", "uint", "uint"], QUICK);
    this.changedConnectionsOf = new NativeFunction(this.symbol("changed_connections"), "uint", ["pointer", "uint"], QUICK);
    this.reapOf = new NativeFunction(this.symbol("reap"), "void", ["uint"], QUICK);
    this.reapConnectionOf = new NativeFunction(this.symbol("reap_connection"), "void", ["uint"], QUICK);
    this.adoptOf = new NativeFunction(this.symbol("adopt"), "void", ["int"], QUICK);
    this.symbol("process").writeS32(Process.id);
  }

  /** Where the code and its data lie. */
  get range(): { base: NativePointer; size: number } {
    return { base: this.base, size: this.machine.size };
  }

  /** What stands in the place of the function of a slot, and the cell from which it takes the original. */
  entry(slot: number): { target: NativePointer; original: NativePointer } {
    const target = slot < SLOT.everyCall
      ? this.symbol("fd_entries").add(slot * FD_ENTRY_BYTES)
      : this.symbol("entries").add((slot - SLOT.everyCall) * ENTRY_BYTES);
    return { target, original: this.symbol("originals").add(slot * WORD) };
  }

  /** The C library's functions that the code itself needs, in the order of `struct Host`. */
  host(functions: readonly NativePointer[]): void {
    const at = this.symbol("host");
    functions.forEach((one, i) => { at.add(i * WORD).writePointer(one); });
  }

  /** The function that asks for a socket's options, once it is hooked itself. */
  ask(getsockopt: NativePointer): void {
    this.symbol("host").add(2 * WORD).writePointer(getsockopt);
  }

  setNumber(name: "plain" | "refuse_quic" | "proxy_port" | "active", value: number): void {
    if (name === "plain") this.symbol("plain").writeU64(value);
    else this.cell(name).writeU32(value);
  }

  setProxy(address: readonly number[]): void {
    this.symbol("proxy_address").writeByteArray([...address]);
  }

  /** Code that is `agent` (its calls are ours), `nested` (its look-ups are parts of others), `java_tls` (told elsewhere). */
  addRange(list: "agent" | "nested" | "java_tls", base: NativePointer, size: number): void {
    const start = list === "agent" ? this.symbol("agent") : list === "nested" ? this.symbol("nested") : this.symbol("java_tls");
    for (let i = 0; i < MOST_RANGES; i++) {
      const at = start.add(2 * WORD * i);
      if (!at.add(WORD).readPointer().isNull()) continue;
      at.writePointer(base);
      at.add(WORD).writePointer(base.add(size));
      return;
    }
    throw new Error(`more than ${MOST_RANGES} ranges of ${list}`);
  }

  running(): number {
    return this.symbol("running").readU32();
  }

  /** Flows and TLS connections that found no room, and sockets that are neither TCP nor UDP. */
  lost(): { flows: number; connections: number; others: number } {
    return {
      flows: this.symbol("flows_lost").readU32(), connections: this.symbol("connections_lost").readU32(),
      others: this.symbol("others").readU32(),
    };
  }

  /** Ask the kernel for the totals of every connection. */
  sample(): void { this.sampleOf(); }

  /** Numbers of flows of which there is something new; of `all` also those that are being connected just now. */
  changed(all: boolean): number[] { return this.numbers(this.changedOf(this.list, MOST_LISTED, all ? 1 : 0)); }

  changedConnections(): number[] { return this.numbers(this.changedConnectionsOf(this.list, MOST_LISTED)); }

  flow(number: number): Flow { return new Flow(this.symbol("flows").add(number * FLOW_BYTES)); }

  connection(number: number): TlsConnection {
    return new TlsConnection(this.symbol("connections").add(number * CONNECTION_BYTES));
  }

  /** The flow of a descriptor, or null. */
  flowOf(descriptor: number): Flow | null {
    if (descriptor < 0 || descriptor > 0xffff) return null;
    const number = this.symbol("flow_of").add(2 * descriptor).readU16();
    return number === 0 ? null : this.flow(number - 1);
  }

  reap(number: number): void { this.reapOf(number); }

  reapConnection(number: number): void { this.reapConnectionOf(number); }

  adopt(descriptor: number): void { this.adoptOf(descriptor); }

  /** Bytes as base64, `skip` of them left out; at most LARGEST_PART. */
  encode(vectors: NativePointer, count: number, skip: number, size: number): string {
    this.encodeOf(this.text, vectors, uint64(count), uint64(skip), uint64(Math.min(size, LARGEST_PART)));
    return this.text.readCString() ?? "";
  }

  /** One place of memory as a vector for `encode`. */
  single(at: NativePointer, size: number): NativePointer {
    this.vector.writePointer(at);
    this.vector.add(WORD).writePointer(ptr(size));
    return this.vector;
  }

  private numbers(count: number): number[] {
    return Array.from({ length: count }, (_, i) => this.list.add(4 * i).readU32());
  }

  private cell(name: "refuse_quic" | "proxy_port" | "active"): NativePointer {
    return name === "active" ? this.symbol("active") : name === "proxy_port" ? this.symbol("proxy_port") : this.symbol("refuse_quic");
  }

  private symbol(name: string): NativePointer {
    const offset = this.machine.symbols[name];
    if (offset === undefined) throw new Error(`no ${name} in the network part`);
    return this.base.add(offset);
  }
}

/** An address as 16 bytes, IPv4 as ::ffff:a.b.c.d. */
export function addressOf(at: NativePointer): string {
  const bytes = Array.from(new Uint8Array(at.readByteArray(16) ?? new ArrayBuffer(16)));
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return bytes.slice(12).join(".");
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8 | (bytes[2 * i + 1] ?? 0)).toString(16)).join(":");
}

function number(at: NativePointer): number {
  return at.readU64().toNumber();
}

function map(size: number): NativePointer {
  const mmap = new NativeFunction(
    Module.getGlobalExportByName("mmap"), "pointer", ["pointer", "size_t", "int", "int", "int", "int64"],
  );
  const base = mmap(NULL, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (base.equals(ptr(-1))) throw new Error("no memory for the network part");
  return base;
}
