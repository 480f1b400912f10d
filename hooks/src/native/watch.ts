// The hooked functions of this process and what becomes of their calls.

import type { CallMessage, HookPlan, WireFrame } from "../generated/wire.js";
import { emit, flush, problem } from "../lib/emit.js";
import type { JavaStack, NativeAgent, Outcome } from "../lib/native.js";
import { NativeCall, type NativeTarget } from "./call.js";
import { Contents } from "./contents.js";
import { Entries } from "./entries.js";
import { CALL, Kind } from "./filter.js";
import { followers, functions, type Known, type Told } from "./functions.js";
import { internals, isNamed, librariesNamed } from "./libraries.js";
import { isOwn } from "./own.js";
import { NativeStacks } from "./stack.js";

/** Verdicts on call stacks kept; what is forgotten is found anew. */
const MOST_VERDICTS = 20_000;
const HOT_DETAIL = 4;

export class Watch {
  readonly contents: Contents;
  private readonly entries: Entries;
  private readonly stacks: NativeStacks;
  private readonly targets = new Map<number, NativeTarget>();
  private readonly verdicts = new Map<string, boolean>();
  private readonly missing = new Set<HookPlan>();
  private following = false;

  constructor(private readonly agent: NativeAgent) {
    this.entries = new Entries({
      gate: (context, call) => { this.gate(context, call); },
      content: (descriptor, at, count) => { this.guarded("content", () => { this.contents.read(descriptor, at, count); }); },
      closed: (descriptor) => { this.guarded("close", () => { this.contents.closed(descriptor); }); },
    });
    this.contents = new Contents(this.entries.descriptors, agent.maxValue);
    this.stacks = new NativeStacks(this.entries.depth, agent.maxFrames);
    for (const range of internals()) this.entries.leaveOut(range);
    for (const folder of librariesNamed("libc.so").map(folderOf)) this.stacks.trust(folder);
    const vm = Process.findModuleByName("libjvm.so");
    // …/lib/server/libjvm.so: the whole Java runtime is the phone's.
    if (vm !== null) this.stacks.trust(vm.path.split("/").slice(0, -3).join("/") + "/");
  }

  /** Hook the function of a row; takes effect with `commit`. */
  install(plan: HookPlan): Outcome {
    const known = functions[plan.method] ?? { kind: 0 };
    const libraries = librariesNamed(plan.cls);
    if (libraries.length === 0) return this.absent(plan, "no such library");
    const found = libraries.map((module) => ({ module, address: module.findExportByName(plan.method) }))
      .find((one) => one.address !== null);
    if (found === undefined || found.address === null) return this.absent(plan, "no such function");
    try {
      const outcome = this.hook(plan, known, found.address);
      this.missing.delete(plan);
      this.stacks.trust(folderOf(found.module));
      return outcome;
    } catch (error) {
      return { state: "failed", overloads: 0, reason: textOf(error).slice(0, 500) };
    }
  }

  commit(): void {
    if (!this.following) {
      this.following = true;
      for (const [symbol, follower] of Object.entries(followers)) this.follow(symbol, follower);
    }
    this.entries.commit();
  }

  /** Rows that a library which was just loaded brings. */
  arrived(module: Module): Map<HookPlan, Outcome> {
    const outcomes = new Map<HookPlan, Outcome>();
    for (const plan of [...this.missing]) {
      if (!isNamed(module, plan.cls)) continue;
      const outcome = this.install(plan);
      if (outcome.state !== "absent") outcomes.set(plan, outcome);
    }
    if (outcomes.size > 0) {
      this.entries.commit();
      // Not to be unloaded while we are in its functions; not from here, where the linker is still at work.
      setTimeout(() => { this.guarded(module.name, () => { Module.load(module.path); }); }, 0);
    }
    return outcomes;
  }

  /** Tell what has waited long enough; at the last time everything, and how many calls were none of the app's. */
  flush(last: boolean): void {
    this.contents.flush(last);
    if (!last) return;
    for (const [slot, target] of this.targets) {
      const own = target.own + this.entries.own(slot);
      if (own === target.ownTold) continue;
      target.ownTold = own;
      const reason = `${own} calls of the phone's own libraries were left out`;
      emit({ k: "hook", t: Date.now(), api: target.api, state: "resolved", overloads: 1, reason });
    }
  }

  /** Put every function back. */
  release(): void {
    this.entries.release();
    this.targets.clear();
  }

  running(): number {
    return this.entries.running();
  }

  private absent(plan: HookPlan, reason: string): Outcome {
    this.missing.add(plan);
    return { state: "absent", overloads: 0, reason };
  }

  private hook(plan: HookPlan, known: Known, address: NativePointer): Outcome {
    const twin = [...this.targets.values()].find((target) => target.address.equals(address));
    if (twin?.plan === plan) return { state: "resolved", overloads: 1, reason: "" };
    if (twin !== undefined) {
      return { state: "resolved", overloads: 1, reason: `the same function as ${twin.plan.method}, told as ${twin.api}` };
    }
    const wanted = known.numbers === undefined
      ? plan.names
      : plan.names.map((name) => known.numbers?.[name] ?? fail(`no number is known for ${name}`));
    const slot = this.entries.add(address, known, wanted);
    const types = plan.overloads[0] ?? [];
    this.targets.set(slot, {
      api: plan.api, label: `(${types.join(", ")})`, sited: true, plan, types, known, address, own: 0, ownTold: 0,
      detail: plan.hot ? Math.min(HOT_DETAIL, this.agent.detail) : this.agent.detail,
    });
    return { state: "resolved", overloads: 1, reason: "" };
  }

  private follow(symbol: string, follower: (typeof followers)[string]): void {
    const address = librariesNamed("libc.so").map((module) => module.findExportByName(symbol)).find((one) => one !== null);
    if (address === undefined || this.entries.has(address)) return;
    try {
      this.entries.add(address, follower, []);
    } catch (error) {
      problem(`native ${symbol}`, error);
    }
  }

  private guarded(where: string, fn: () => void): void {
    try {
      fn();
    } catch (error) {
      problem(`native ${where}`, error);
    }
  }

  private gate(context: CpuContext, at: NativePointer): void {
    const tid = Process.getCurrentThreadId();
    if (this.agent.busy(tid)) return;
    const target = this.targets.get(at.readPointer().toUInt32());
    if (target === undefined) return;
    try {
      this.agent.silently(tid, () => { this.meet(new NativeCall(target, at), context, tid); });
    } catch (error) {
      problem(target.api, error);
    }
  }

  private meet(call: NativeCall, context: CpuContext, tid: number): void {
    const { target } = call;
    const callers = this.stacks.callers(context, call.word(CALL.frame), call.word(CALL.caller));
    const java = this.agent.javaStack();
    const key = `${target.api}:${callers.join(",")}:${java?.key ?? ""}`;
    let event = this.verdicts.get(key);
    if (event === undefined) {
      if (this.verdicts.size >= MOST_VERDICTS) this.verdicts.clear();
      event = this.isEvent(target, callers, java, tid);
      this.verdicts.set(key, event);
    }
    if (!event || (target.plan.names.length > 0 && isOwn(call.args()[0] ?? ""))) {
      target.own++;
      return;
    }
    // The value before the arguments: a list says only then what kind of addresses it held.
    const value = target.known.value?.(call, this.agent.maxValue) ?? null;
    const { name } = call;
    const counter = this.agent.counters.of(target, {
      key: digest(`${callers.join(",")}:${java?.key ?? ""}:${name}`),
      frames: (): WireFrame[] => [...this.stacks.frames(callers), ...java?.frames() ?? []].slice(0, this.agent.maxFrames),
      origin: () => this.agent.origin(tid),
    });
    const t = Date.now() - call.elapsedMs;
    const n = counter.enter(t);
    const { failed } = call;
    if (failed) counter.fail();
    if (n > target.detail) return;
    this.tell(call, {
      k: "call", t, api: target.api, overload: target.label, site: counter.site, thread: this.agent.threadName(), tid, n,
      args: call.args(), result: value?.text ?? null, result_length: value?.length ?? 0, items: itemsOf(value),
      error: failed ? call.error : null,
    });
  }

  private tell(call: NativeCall, message: CallMessage): void {
    const { opens } = call.target.known;
    if (opens === undefined || call.failed) {
      emit(message);
      // A program that takes this one's place takes what waits with it.
      if (call.target.known.kind === Kind.exec) flush();
      return;
    }
    const descriptor = opens === "stream" ? this.entries.fileno(call.result) : call.result.toInt32();
    this.contents.follow(descriptor, message);
  }

  /** The first code that is not the phone's decides; where a hooked Java method asked for this, the call is its. */
  private isEvent(target: NativeTarget, callers: NativePointer[], java: JavaStack | null, tid: number): boolean {
    if (callers.some((address) => !this.stacks.isSystem(address))) return true;
    const frames = java?.frames() ?? [];
    if (this.agent.inside(frames, target.plan.within)) return false;
    return frames.some((frame) => !this.agent.carries(frame.cls)) || (frames.length > 0 && this.agent.origin(tid) !== null);
  }
}

function digest(text: string): string {
  return Checksum.compute("sha1", text);
}

function itemsOf(value: Told | null): number | null {
  return value?.items ?? null;
}

function folderOf(module: { readonly path: string }): string {
  return module.path.slice(0, module.path.lastIndexOf("/") + 1);
}

function fail(message: string): never {
  throw new Error(message);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
