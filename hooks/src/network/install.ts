// The network part: what it hooks, in which library, and how it is taken out.

import type { InstallRequest } from "../generated/wire.js";
import { onFlush, problem } from "../lib/emit.js";
import type { NativeAgent } from "../lib/native.js";
import { internals, librariesNamed } from "../native/libraries.js";
import { heardOf } from "../native/modules.js";
import { takeSeat } from "../native/seats.js";
import { LOOKUPS, Lookups } from "./lookups.js";
import { CALL, Code, SLOT, TLS_LIBRARIES, TOLD } from "./memory.js";
import { GateCall, Places } from "./places.js";
import { Sockets } from "./sockets.js";
import { TLS_CALLS, Tls } from "./tls.js";
import { CONSCRYPT, slotOf, Verify, VERIFY_CALLS } from "./verify.js";

/** Functions on sockets by their slot. */
const SOCKET_CALLS: readonly (readonly [symbol: string, slot: number])[] = [
  ["socket", SLOT.socket], ["connect", SLOT.connect], ["accept", SLOT.accept], ["accept4", SLOT.accept4],
  ["close", SLOT.close], ["android_fdsan_close_with_tag", SLOT.closeTagged],
  ["dup", SLOT.dup], ["dup2", SLOT.dup2], ["dup3", SLOT.dup3], ["fcntl", SLOT.fcntl], ["fcntl64", SLOT.fcntl64],
  ["getsockopt", SLOT.getsockopt], ["sendto", SLOT.sendto], ["sendmsg", SLOT.sendmsg], ["sendmmsg", SLOT.sendmmsg],
  ["write", SLOT.write], ["writev", SLOT.writev], ["read", SLOT.read], ["readv", SLOT.readv], ["recvfrom", SLOT.recvfrom],
  ["recvmsg", SLOT.recvmsg], ["recvmmsg", SLOT.recvmmsg],
];
/** In bionic these two are made of sendto and recvfrom, which would be counted twice (bionic/libc/bionic/send.cpp). */
const NOT_OF_BIONIC: readonly (readonly [symbol: string, slot: number])[] = [["send", SLOT.send], ["recv", SLOT.recv]];
/** `struct Host` of the C part. */
const HOST = [
  "getpid", "gettid", "getsockopt", "getsockname", "getpeername", "ioctl", "process_vm_readv", "clock_gettime", "__errno_location",
  "sched_yield",
];
const BIONIC_ERRNO = "__errno";
/** The hook of rows that tell what Java's TLS sockets carry. */
const JAVA_TLS = "tls_stream";

class Network {
  private readonly code = new Code();
  private readonly sockets: Sockets;
  private readonly lookups: Lookups;
  private readonly tls: Tls;
  private readonly verify: Verify | null;
  private readonly reverts: (() => void)[] = [];
  private readonly names = new Map<number, string>();
  private readonly seen = new Set<string>();
  private readonly javaTells: boolean;
  private readonly descriptors = lister();
  private listener: InvocationListener | null = null;
  private observer: ModuleObserver | null = null;
  private libraries = 0;

  constructor(private readonly request: InstallRequest, agent: NativeAgent) {
    const { network } = request;
    const places = new Places(agent);
    this.sockets = new Sockets(this.code, places, network);
    this.lookups = new Lookups(places);
    this.tls = new Tls(this.code, places, network, this.sockets);
    this.verify = network.authority === "" ? null : new Verify(this.code, places, network.authority);
    this.javaTells = request.plan.some((row) => row.hook === JAVA_TLS);
  }

  install(): void {
    const { network } = this.request;
    this.configure();
    this.listener = Interceptor.attach(this.code.gate, this.gate());
    if (network.watch || network.refuse_quic || network.plain > 0) this.hookSockets();
    LOOKUPS.forEach((one, i) => {
      if (network.watch && one.library === undefined) this.hookOne(one.symbol, SLOT.lookups + i, false);
    });
    Interceptor.flush();
    this.observer = Process.attachModuleObserver({
      onAdded: (module) => { guarded(module.name, () => { this.library(module); }); },
    });
    // Only now: who tells of libraries holds a lock that calls of the app would wait for.
    this.code.setNumber("active", 1);
    this.adopt();
    onFlush((last) => {
      if (this.listener === null) return;
      this.sockets.flush(last);
      this.tls.flush(last);
    });
  }

  release(): void {
    this.code.setNumber("active", 0);
    this.observer?.detach();
    for (const revert of this.reverts.splice(0)) guarded("taking out", revert);
    this.listener?.detach();
    this.listener = null;
    Interceptor.flush();
  }

  running(): number {
    return this.code.running();
  }

  private configure(): void {
    const { network } = this.request;
    this.code.host(HOST.map((name) => name === "__errno_location"
      ? Module.findGlobalExportByName(name) ?? Module.getGlobalExportByName(BIONIC_ERRNO)
      : Module.getGlobalExportByName(name)));
    this.code.setNumber("plain", network.plain);
    this.code.setNumber("refuse_quic", network.refuse_quic ? 1 : 0);
    const proxy = proxyOf(network.proxy);
    if (proxy !== null) {
      this.code.setProxy(proxy.address);
      this.code.setNumber("proxy_port", proxy.port);
    }
    const libc = librariesNamed("libc.so").map((module) => module.name);
    for (const range of internals()) {
      const name = "name" in range ? String(range.name) : "";
      if (name === "") this.code.addRange("agent", range.base, range.size);
      else if (libc.includes(name)) this.code.addRange("nested", range.base, range.size);
    }
    // A function that ends by jumping into another hooked one: the second is called by our entry, as it seems.
    const { base, size } = this.code.range;
    this.code.addRange("nested", base, size);
  }

  private gate(): { onEnter(this: InvocationContext, args: InvocationArguments): void } {
    const meet = (call: GateCall): void => { this.meet(call); };
    return {
      onEnter(args) {
        const call = new GateCall(args[0] as NativePointer, this.context);
        guarded("a call", () => { meet(call); });
      },
    };
  }

  private meet(call: GateCall): void {
    const slot = call.number(CALL.slot);
    switch (call.number(CALL.kind)) {
      case TOLD.opened:
      case TOLD.refused:
        this.sockets.opened(call);
        return;
      case TOLD.sent:
        this.sockets.sent(call, this.names.get(slot) ?? "");
        return;
      case TOLD.lookedUp:
        this.lookups.lookedUp(call, slot - SLOT.lookups);
        return;
      case TOLD.tlsBegun:
        this.tls.begun(call);
        return;
      case TOLD.tlsSent:
        this.tls.sent(call);
        return;
      case TOLD.altered:
        this.verify?.altered(call);
        return;
      case TOLD.answered:
        this.verify?.answered(call);
        return;
      default:
    }
  }

  private hookSockets(): void {
    const bionic = Process.findModuleByName("libc.so.6") === null;
    for (const [symbol, slot] of [...SOCKET_CALLS, ...bionic ? [] : NOT_OF_BIONIC]) this.hookOne(symbol, slot, true);
  }

  private hookOne(symbol: string, slot: number, needed: boolean): void {
    const module = librariesNamed("libc.so").find((one) => one.findExportByName(symbol) !== null);
    const address = module?.findExportByName(symbol) ?? null;
    if (module === undefined || address === null) {
      if (needed && !OPTIONAL.has(symbol)) problem("network", `no function ${symbol}: calls of it are not seen`);
      return;
    }
    this.hookAt(module, symbol, address, slot);
  }

  private hookAt(module: Module, symbol: string, address: NativePointer, slot: number): void {
    // One function may have several names.
    if (this.seen.has(address.toString())) return;
    this.seen.add(address.toString());
    const { target, original } = this.code.entry(slot);
    this.names.set(slot, `${module.name}!${symbol}`);
    try {
      this.reverts.push(takeSeat(address, target, original));
      if (slot === SLOT.getsockopt) this.code.ask(original.readPointer());
    } catch (error) {
      problem(`network ${module.name}!${symbol}`, error);
    }
  }

  /** A library was loaded: if it is one for TLS, what it is given is told from now on. */
  private library(module: Module): void {
    heardOf(module);
    this.verify?.arrived(module);
    if (this.javaTells && CONSCRYPT.test(module.name)) {
      this.code.addRange("java_tls", module.base, module.size);
      return;
    }
    LOOKUPS.forEach((one, i) => {
      if (!this.request.network.watch || one.library?.test(module.name) !== true) return;
      this.hookIn(module, one.symbol, SLOT.lookups + i);
    });
    const writes = this.request.network.plain > 0 && module.findExportByName("SSL_write") !== null;
    const checks = this.verify === null ? [] : VERIFY_CALLS.filter(([symbol]) => module.findExportByName(symbol) !== null);
    if (!writes && checks.length === 0) {
      Interceptor.flush();
      return;
    }
    if (this.libraries >= TLS_LIBRARIES) {
      problem("network", `more than ${TLS_LIBRARIES} TLS libraries: what ${module.name} is given is not told`);
      return;
    }
    const number = this.libraries++;
    // Not to be unloaded while we are in its functions; not from here, where the linker is still at work.
    setTimeout(() => { guarded(module.name, () => { Module.load(module.path); }); }, 0);
    if (writes) {
      this.tls.add(module, number);
      TLS_CALLS.forEach((symbol, i) => { this.hookIn(module, symbol, slotOf(number, i)); });
    }
    for (const [symbol, function_] of checks) {
      this.verify?.add(module, symbol, slotOf(number, function_));
      this.hookIn(module, symbol, slotOf(number, function_));
    }
    Interceptor.flush();
  }

  private hookIn(module: Module, symbol: string, slot: number): void {
    const address = module.findExportByName(symbol);
    if (address !== null) this.hookAt(module, symbol, address, slot);
  }

  /** Sockets from before the agent. */
  private adopt(): void {
    for (const one of this.descriptors()) this.code.adopt(one);
  }
}

const OPTIONAL = new Set(["android_fdsan_close_with_tag", "fcntl64", "recvmmsg", "sendmmsg"]);

/** What lists the descriptors that are open; made before anything is hooked. */
function lister(): () => number[] {
  const opendir = new NativeFunction(Module.getGlobalExportByName("opendir"), "pointer", ["pointer"]);
  const readdir = new NativeFunction(Module.getGlobalExportByName("readdir"), "pointer", ["pointer"]);
  const closedir = new NativeFunction(Module.getGlobalExportByName("closedir"), "int", ["pointer"]);
  const path = Memory.allocUtf8String("/proc/self/fd");
  return () => {
    const folder = opendir(path);
    if (folder.isNull()) return [];
    const found: number[] = [];
    for (let entry = readdir(folder); !entry.isNull(); entry = readdir(folder)) {
      // struct dirent of both C libraries on 64 bits: number, offset, length, type, then the name.
      const name = Number(entry.add(19).readCString());
      if (Number.isInteger(name)) found.push(name);
    }
    closedir(folder);
    return found;
  };
}

/** `address:port`, IPv6 in brackets. */
function proxyOf(text: string): { address: number[]; port: number } | null {
  const found = /^(?:\[(?<six>[0-9a-fA-F:]+)\]|(?<four>\d+\.\d+\.\d+\.\d+)):(?<port>\d+)$/.exec(text)?.groups;
  if (found === undefined) {
    if (text !== "") problem("network", `no address and port: ${text}`);
    return null;
  }
  const port = Number(found.port);
  if (found.four !== undefined) {
    return { address: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...found.four.split(".").map(Number)], port };
  }
  const [head = "", tail = ""] = (found.six ?? "").split("::");
  const groups = (part: string): number[] => part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const gap = new Array<number>(Math.max(0, 8 - groups(head).length - groups(tail).length)).fill(0);
  return { address: [...groups(head), ...gap, ...groups(tail)].flatMap((group) => [group >> 8, group & 255]), port };
}

function guarded(where: string, fn: () => void): void {
  try {
    fn();
  } catch (error) {
    problem(`network ${where}`, error);
  }
}

let network: Network | null = null;

/** Watch the app's network as the host asks; once, before any row of native functions is installed. */
export function installNetwork(request: InstallRequest, agent: NativeAgent): void {
  const { watch, plain, refuse_quic: refuse, authority } = request.network;
  if (network !== null || !(watch || plain > 0 || refuse || authority !== "")) return;
  guarded("part", () => {
    network = new Network(request, agent);
    network.install();
  });
}

/** Take everything out; to be called after the rows of native functions are out. */
export function releaseNetwork(): void {
  network?.release();
}

/** Threads in the network part's own work now; none that only wait in a function of the phone's. */
export function networkCallsRunning(): number {
  return network?.running() ?? 0;
}
