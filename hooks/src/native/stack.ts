// The caller of a native function: return addresses as an identity, names once per site.

import type { WireFrame } from "../generated/wire.js";
import { generation, moduleAt } from "./modules.js";

/** Where a frame's registers are kept in Frida's context, per processor: instruction, stack, frame pointer. */
const REGISTERS: Readonly<Record<string, readonly [string, string, string]>> = {
  x64: ["rip", "rsp", "rbp"],
  arm64: ["pc", "sp", "fp"],
  ia32: ["eip", "esp", "ebp"],
  arm: ["pc", "sp", "r11"],
};

/** Partitions that hold Android itself; apps live under /data and /mnt. */
const SYSTEM = ["/system/", "/system_ext/", "/apex/", "/vendor/", "/product/", "/odm/", "/data/dalvik-cache/"];
/** Symbols are looked up in libraries up to this size. */
const LARGEST_NAMED = 64 * 1024 * 1024;
const MOST_KNOWN = 20_000;

interface Place {
  readonly frame: WireFrame;
  readonly system: boolean;
}

interface Named {
  readonly address: NativePointer;
  readonly end: NativePointer;
  readonly name: string;
}

export class NativeStacks {
  private readonly registers = REGISTERS[Process.arch] ?? null;
  private readonly system: string[] = [...SYSTEM];
  private readonly places = new Map<string, Place | null>();
  private readonly symbols = new Map<string, readonly Named[]>();
  private asOf = generation();

  /** `depth`: bytes from an entry's frame to its caller's stack pointer at the call. */
  constructor(private readonly depth: number, private readonly maxFrames: number) {}

  /** Code under this folder belongs to the phone. */
  trust(folder: string): void {
    if (folder !== "/" && !this.system.includes(folder)) this.system.push(folder);
    this.places.clear();
  }

  /**
   * Return the return addresses from the caller on.
   *
   * `context` is that of a listener on the gate: the entry between it and the caller uses none of the registers
   * that belong to its caller but these three, which are set to the caller's and put back.
   */
  callers(context: CpuContext, frame: NativePointer, caller: NativePointer): NativePointer[] {
    const push = Process.arch === "x64" || Process.arch === "ia32" ? Process.pointerSize : 0;
    return this.callersFrom(context, { caller, stack: frame.add(this.depth + push), base: frame.readPointer() });
  }

  /** The same where the caller's return address, stack and frame pointer are known. */
  callersFrom(context: CpuContext, at: { caller: NativePointer; stack: NativePointer; base: NativePointer }): NativePointer[] {
    const { caller } = at;
    if (this.registers === null) return [caller];
    const registers = context as unknown as Record<string, NativePointer>;
    const [instruction, stack, base] = this.registers;
    const saved = [registers[instruction], registers[stack], registers[base]] as const;
    try {
      registers[instruction] = caller;
      registers[stack] = at.stack;
      registers[base] = at.base;
      const rest = Thread.backtrace(context, Backtracer.ACCURATE).slice(1, this.maxFrames);
      return this.known([caller, ...rest]);
    } finally {
      [registers[instruction], registers[stack], registers[base]] = saved as unknown as [NativePointer, NativePointer, NativePointer];
    }
  }

  /** Whether the code at an address is the phone's. */
  isSystem(address: NativePointer): boolean {
    return this.place(address)?.system ?? false;
  }

  /** Frames of return addresses, without those of the phone's own libraries next to the call. */
  frames(addresses: readonly NativePointer[]): WireFrame[] {
    const first = addresses.findIndex((address) => !this.isSystem(address));
    if (first < 0) return [];
    return addresses.slice(first).map((address) => this.place(address)?.frame ?? {
      // Code that belongs to no file: unpacked or made at run time.
      cls: "", method: address.toString(), library: "[anonymous]",
    });
  }

  /** Code the VM makes has no unwind information: what follows it in a trace is guesswork. */
  private known(addresses: NativePointer[]): NativePointer[] {
    const end = addresses.findIndex((address, i) => i > 0 && this.place(address) === null);
    return end < 0 ? addresses : addresses.slice(0, end);
  }

  private place(address: NativePointer): Place | null {
    const key = address.toString();
    if (this.asOf !== generation()) {
      this.asOf = generation();
      this.places.clear();
    }
    let place = this.places.get(key);
    if (place === undefined) {
      if (this.places.size >= MOST_KNOWN) this.places.clear();
      place = this.find(address);
      this.places.set(key, place);
    }
    return place;
  }

  private find(address: NativePointer): Place | null {
    // The return address of a call that is a function's last instruction lies behind the function.
    const inside = address.sub(1);
    const module = moduleAt(inside);
    if (module === null) return null;
    const name = this.symbolsOf(module).find((one) => one.address.compare(inside) <= 0 && one.end.compare(inside) > 0)?.name;
    const frame = { cls: "", method: name ?? `0x${inside.add(1).sub(module.base).toString(16)}`, library: fileName(module) };
    return { frame, system: this.system.some((folder) => module.path.startsWith(folder)) || module.path.startsWith("linux-vdso") };
  }

  private symbolsOf(module: Module): readonly Named[] {
    let known = this.symbols.get(module.path);
    if (known === undefined) {
      known = module.size > LARGEST_NAMED ? [] : symbols(module);
      this.symbols.set(module.path, known);
    }
    return known;
  }
}

/** `libname.so` also where it is loaded from inside an APK (`…/base.apk!/lib/arm64-v8a/libname.so`). */
function fileName(module: Module): string {
  return module.path.slice(module.path.lastIndexOf("/") + 1) || module.name;
}

function symbols(module: Module): Named[] {
  try {
    return module.enumerateSymbols()
      .filter((one) => one.type === "function" && (one.size ?? 0) > 0)
      .map((one) => ({ address: one.address, end: one.address.add(one.size ?? 0), name: one.name }));
  } catch {
    // A library whose file is gone or damaged: its frames are told by offset.
    return [];
  }
}
