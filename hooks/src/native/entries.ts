// Entries of the C filter, put in the place of functions and taken out again.

import {
  HOOK, Kind, MOST_DESCRIPTORS, MOST_ENTRIES, MOST_RANGES, SOURCE,
} from "./filter.js";
import type { Known } from "./functions.js";
import { Patch } from "./patch.js";
import { standBehind } from "./seats.js";
import { hasStubs, STUB_BYTES, writeStub, type Gate } from "./stubs.js";

type Stub = NonNullable<Known["stub"]> | "netlink";
type Hooked = Pick<Known, "kind" | "at" | "fails"> & { readonly stub?: Stub };

export interface Listeners {
  /** A call to look at; `call` points to a `Call` of the C part. */
  gate(context: CpuContext, call: NativePointer): void;
  content(descriptor: number, at: NativePointer, count: number): void;
  closed(descriptor: number): void;
}

/** System call numbers of open and openat (asm/unistd.h); there is no plain open on 64-bit Arm. */
const CALL_NUMBERS: Readonly<Record<string, readonly [open: number, openat: number]>> = { x64: [2, 257], arm64: [56, 56] };
const AF_NETLINK = 16;
const FOUND_WORDS = 512;
const NONE = 0xffffff;
const WORD = Process.pointerSize;

export class Entries {
  readonly descriptors = Memory.alloc(MOST_DESCRIPTORS);
  /** Bytes from an entry's frame to its caller's stack pointer at the call. */
  readonly depth: number;
  private readonly hooks = Memory.alloc(MOST_ENTRIES * HOOK.words * WORD);
  private readonly ranges = Memory.alloc((MOST_RANGES + 1) * 2 * WORD);
  private readonly inside = Memory.alloc(WORD);
  private readonly stubs = Memory.alloc(MOST_ENTRIES * STUB_BYTES);
  private readonly code: CModule & Record<string, NativePointer>;
  private readonly filenoOf: NativeFunction<number, [NativePointerValue]>;
  private readonly replaced: (() => void)[] = [];
  private readonly addresses: NativePointer[] = [];
  /** Memory and callbacks that the C part uses by address. */
  private readonly held: unknown[] = [];
  private readonly listeners: InvocationListener[] = [];
  private count = 0;
  private rangeCount = 0;

  constructor(listeners: Listeners) {
    const content = new NativeCallback((descriptor: number, at: NativePointer, count: number) => {
      listeners.content(descriptor, at, count);
    }, "void", ["int", "pointer", "int"]);
    const closed = new NativeCallback((descriptor: number) => { listeners.closed(descriptor); }, "void", ["int"]);
    const fileno = Module.getGlobalExportByName("fileno");
    this.filenoOf = new NativeFunction(fileno, "int", ["pointer"]);
    const [open, openat] = CALL_NUMBERS[Process.arch] ?? [NONE, NONE];
    const cells = {
      process: this.cell(Process.id), open_number: this.cell(open), openat_number: this.cell(openat),
      found: this.keep(Memory.alloc(FOUND_WORDS * WORD)),
    };
    this.code = new CModule(SOURCE, {
      hooks: this.hooks, descriptors: this.descriptors, ranges: this.ranges, running: this.inside, ...cells,
      getpid: Module.getGlobalExportByName("getpid"), fileno, content, closed,
    }) as CModule & Record<string, NativePointer>;
    this.held.push(content, closed, this.code);
    this.depth = this.measureDepth();
    // A function that ends by jumping into another hooked one: the second is called by our entry, as it seems.
    const base = this.export("gate");
    this.leaveOut({ base, size: this.export("code_end").sub(base).toInt32() });
    this.listeners.push(Interceptor.attach(this.export("gate"), {
      onEnter(args) { listeners.gate(this.context, args[0] as NativePointer); },
    }));
    Interceptor.flush();
  }

  /** Calls from this code are never an app's. */
  leaveOut(range: { base: NativePointer; size: number }): void {
    if (this.rangeCount >= MOST_RANGES) throw new Error(`more than ${MOST_RANGES} ranges`);
    const at = this.ranges.add(2 * WORD * this.rangeCount++);
    at.writePointer(range.base);
    at.add(WORD).writePointer(range.base.add(range.size));
  }

  has(address: NativePointer): boolean {
    return this.addresses.some((one) => one.equals(address));
  }

  /** Put an entry in the place of a function; in force after `commit`. Returns the entry's number. */
  add(address: NativePointer, known: Hooked, wanted: readonly (string | number)[]): number {
    if (this.count >= MOST_ENTRIES) throw new Error(`more than ${MOST_ENTRIES} functions`);
    if (known.kind === Kind.syscall && !hasStubs()) throw new Error(`not on a processor of the kind ${Process.arch}`);
    const slot = this.count++;
    const at = this.hooks.add(slot * HOOK.words * WORD);
    const put = (field: number, value: NativePointer | number): void => {
      at.add(field * WORD).writePointer(typeof value === "number" ? ptr(value) : value);
    };
    put(HOOK.kind, known.kind);
    put(HOOK.at, known.at ?? 0);
    put(HOOK.pointer, known.fails === "null" ? 1 : 0);
    put(HOOK.wanted, this.wanted(known.kind, wanted));
    const entry = this.export(`entry_${slot}`);
    const target = known.stub !== undefined && hasStubs()
      ? this.stub(slot, known.stub, wanted, at.add(HOOK.original * WORD), entry)
      : entry;
    this.replace(address, target, known.kind !== Kind.exec, put);
    this.addresses.push(address);
    return slot;
  }

  commit(): void {
    Interceptor.flush();
  }

  /** Calls of a function that came from code left out. */
  own(slot: number): number {
    return Number(this.hooks.add((slot * HOOK.words + HOOK.own) * WORD).readPointer().toString());
  }

  running(): number {
    return this.inside.readS32();
  }

  fileno(stream: NativePointer): number {
    return this.filenoOf(stream);
  }

  release(): void {
    for (const revert of this.replaced.splice(0)) revert();
    for (const listener of this.listeners.splice(0)) listener.detach();
    Interceptor.flush();
  }

  private export(name: string): NativePointer {
    const found = this.code[name];
    if (found === undefined) throw new Error(`no ${name} in the filter`);
    return found;
  }

  private keep(memory: NativePointer): NativePointer {
    this.held.push(memory);
    return memory;
  }

  private cell(value: number): NativePointer {
    const cell = this.keep(Memory.alloc(WORD));
    cell.writePointer(ptr(value));
    return cell;
  }

  private measureDepth(): number {
    const probe = this.export("probe");
    let stack = NULL;
    const { sp } = STACK_POINTER;
    const listener = Interceptor.attach(probe, {
      onEnter() { stack = (this.context as unknown as Record<string, NativePointer>)[sp] as NativePointer; },
    });
    Interceptor.flush();
    const frame = new NativeFunction(probe, "pointer", [])();
    listener.detach();
    Interceptor.flush();
    return stack.sub(frame).toInt32();
  }

  private wanted(kind: number, wanted: readonly (string | number)[]): NativePointer {
    if (wanted.length === 0) return NULL;
    if (kind === Kind.path || kind === Kind.syscall) return this.paths(wanted as readonly string[]);
    const list = this.keep(Memory.alloc((wanted.length + 1) * WORD));
    if (typeof wanted[0] === "number") {
      list.writePointer(ptr(wanted.length));
      wanted.forEach((number, i) => { list.add((i + 1) * WORD).writePointer(ptr(number as number)); });
    } else {
      this.texts(list, wanted as readonly string[]);
    }
    return list;
  }

  private texts(list: NativePointer, texts: readonly string[]): void {
    texts.forEach((text, i) => { list.add(i * WORD).writePointer(this.keep(Memory.allocUtf8String(text))); });
  }

  /** `Paths` of the C part: a bit for each pair of characters that a glob begins with, then the globs. */
  private paths(globs: readonly string[]): NativePointer {
    const list = this.keep(Memory.alloc(8192 + (globs.length + 1) * WORD));
    for (const glob of globs) {
      if (!/^\/[a-z][a-z]/.test(glob)) throw new Error(`a path must begin with two letters: ${glob}`);
      const key = glob.charCodeAt(1) | glob.charCodeAt(2) << 8;
      const byte = list.add(key >> 3);
      byte.writeU8(byte.readU8() | 1 << (key & 7));
    }
    this.texts(list.add(8192), globs);
    return list;
  }

  private replace(
    address: NativePointer, target: NativePointer, returns: boolean, put: (field: number, value: NativePointer | number) => void,
  ): void {
    const away = standBehind(address, target, (original) => { put(HOOK.original, original); });
    if (away !== null) {
      this.replaced.push(away);
      return;
    }
    try {
      put(HOOK.original, Interceptor.replaceFast(address, target));
      this.replaced.push(() => { Interceptor.revert(address); });
    } catch (error) {
      if (Patch.possible) {
        const patch = new Patch(address, target, (original) => { put(HOOK.original, original); });
        this.replaced.push(() => { patch.revert(); });
        return;
      }
      if (!returns) throw error;
      // Frida's own trampoline, which knows the original by who calls it.
      put(HOOK.original, address);
      put(HOOK.trapped, 1);
      Interceptor.replace(address, target);
      this.replaced.push(() => { Interceptor.revert(address); });
    }
  }

  private stub(
    slot: number, stub: Stub, wanted: readonly (string | number)[], original: NativePointer, entry: NativePointer,
  ): NativePointer {
    const at = this.stubs.add(slot * STUB_BYTES);
    Memory.patchCode(at, STUB_BYTES, (code) => { writeStub(code, this.gateOf(stub, wanted), original, entry); });
    return at;
  }

  private gateOf(stub: Stub, wanted: readonly (string | number)[]): Gate {
    switch (stub) {
      case "descriptor": return { on: "descriptor", marks: this.descriptors };
      case "netlink": return { on: "number", argument: 0, shift: 0, values: [AF_NETLINK] };
      case "syscall": return { on: "number", argument: 0, shift: 0, values: [...new Set(CALL_NUMBERS[Process.arch] ?? [])] };
      case "ioctl": return { on: "number", argument: 1, shift: 8, values: [...new Set(wanted.map((one) => Number(one) >> 8))] };
    }
  }
}

const STACK_POINTER = { sp: ({ x64: "rsp", ia32: "esp" } as Record<string, string>)[Process.arch] ?? "sp" };

