// Where a call came from: thread and call site, told as those of catalogue rows are.

import type { WireFrame } from "../generated/wire.js";
import { problem } from "../lib/emit.js";
import type { NativeAgent } from "../lib/native.js";
import { librariesNamed } from "../native/libraries.js";
import { NativeStacks } from "../native/stack.js";
import { CALL } from "./memory.js";

export interface Place {
  readonly tid: number;
  readonly thread: string;
  readonly site: string;
}

/** A call that the C part hands over; valid while the gate runs. */
export class GateCall {
  constructor(private readonly at: NativePointer, readonly context: CpuContext) {}

  word(index: number): NativePointer {
    return this.at.add(index * Process.pointerSize).readPointer();
  }

  number(index: number): number {
    return Number(this.word(index).toString());
  }

  arg(index: number): NativePointer {
    return this.word(CALL.args + index);
  }

  /** What the original is given; only before the call, where the C part lets it be altered. */
  alter(index: number, value: NativePointer): void {
    this.at.add((CALL.args + index) * Process.pointerSize).writePointer(value);
  }

  /** What the caller is given instead of the original's result; only where the C part lets it be answered. */
  answer(value: number): void {
    this.at.add(CALL.result * Process.pointerSize).writePointer(ptr(value));
  }
}

export class Places {
  private readonly stacks: NativeStacks;

  constructor(private readonly agent: NativeAgent) {
    this.stacks = new NativeStacks(0, agent.maxFrames);
    const vm = Process.findModuleByName("libjvm.so");
    // …/lib/server/libjvm.so: the whole Java runtime is the phone's.
    const folders = [...librariesNamed("libc.so").map((module) => module.path), vm?.path.replace(/\/server\/[^/]*$/, "/x") ?? ""]
      .map((path) => path.slice(0, path.lastIndexOf("/") + 1));
    for (const folder of folders) if (folder !== "") this.stacks.trust(folder);
  }

  /** The thread and site of a call; the site is empty where the stack shows no code but the phone's. */
  of(call: GateCall): Place {
    const tid = Process.getCurrentThreadId();
    // Java code of the agent's own that opens sockets: what for is the app's, whose stack it is is not.
    if (this.agent.busy(tid)) return { tid, thread: "", site: "" };
    try {
      return this.agent.silently(tid, () => this.find(call, tid));
    } catch (error) {
      problem("network stack", error);
      return { tid, thread: "", site: "" };
    }
  }

  private find(call: GateCall, tid: number): Place {
    const callers = this.stacks.callersFrom(call.context, {
      caller: call.word(CALL.caller), stack: call.word(CALL.stack), base: call.word(CALL.frame),
    });
    const java = this.agent.javaStack();
    const thread = this.agent.threadName();
    const foreign = callers.some((address) => !this.stacks.isSystem(address));
    if (!foreign && java === null) return { tid, thread, site: "" };
    const site = this.agent.counters.site({
      key: Checksum.compute("sha1", `${foreign ? callers.join(",") : ""}:${java?.key ?? ""}`),
      frames: (): WireFrame[] =>
        [...this.stacks.frames(callers), ...java?.frames() ?? []].slice(0, this.agent.maxFrames),
      origin: () => this.agent.origin(tid),
    });
    return { tid, thread, site };
  }
}
